"""Addresses of groups, below /api/."""

from django.urls import path

from groups.views import announcements, finding, groups, joining, links, nicknames, silence

urlpatterns = [
    path("groups/", groups.Groups.as_view()),
    path("groups/find/", finding.Finding.as_view()),
    path("groups/cards/", finding.Cards.as_view()),
    path("groups/nicknames/", nicknames.Nicknames.as_view()),
    path("groups/requests/", joining.JoinRequests.as_view()),
    path("groups/requests/seen/", joining.AnswersSeen.as_view()),
    path("groups/requests/<id:join_request>/", joining.OneJoinRequest.as_view()),
    path("groups/requests/<id:join_request>/accept/", joining.JoinAcceptance.as_view()),
    path("groups/requests/<id:join_request>/refuse/", joining.JoinRefusing.as_view()),
    path("groups/links/look/", links.LinkSight.as_view()),
    path("groups/links/join/", links.LinkUse.as_view()),
    path("groups/<id:group>/links/", links.Links.as_view()),
    path("groups/<id:group>/links/<id:link>/", links.OneLink.as_view()),
    path("groups/<id:group>/join/", joining.Joining.as_view()),
    path("groups/<id:group>/history/", joining.History.as_view()),
    path("groups/<id:group>/join_mode/", joining.JoinMode.as_view()),
    path("groups/<int:group>/", groups.OneGroup.as_view()),
    path("groups/<int:group>/avatar/", groups.Avatar.as_view()),
    path("groups/<int:group>/members/", groups.Members.as_view()),
    path("groups/<int:group>/members/<int:user>/", groups.OneMember.as_view()),
    path("groups/<int:group>/members/<int:user>/silence/", silence.MemberSilence.as_view()),
    path("groups/<int:group>/silence/", silence.GroupSilence.as_view()),
    path("groups/<int:group>/owner/", groups.Owner.as_view()),
    path("groups/<int:group>/announcements/", announcements.Announcements.as_view()),
    path("groups/<int:group>/announcements/<int:announcement>/", announcements.OneAnnouncement.as_view()),
    path("groups/<int:group>/announcements/seen/", announcements.Seen.as_view()),
    path("groups/<int:group>/leave/", groups.Leaving.as_view()),
]

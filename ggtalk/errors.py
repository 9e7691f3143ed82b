"""What a person or program is told when something can't be done: one exception for REST and socket alike."""

from __future__ import annotations


class Refused(Exception):
    """The request was understood and is refused.

    code: snake_case reason, the only part programs may rely on. detail: a sentence for people.
    status: the HTTP status when it leaves over REST. fields: per-field reasons.
    retry_after_seconds: when it makes sense to ask again.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int = 400,
        fields: dict[str, str] | None = None,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.status = status
        self.fields = fields
        self.retry_after_seconds = retry_after_seconds

    def as_payload(self) -> dict[str, object]:
        """The error's shape on the wire: `{"code", "detail", "fields"?, "retry_after_seconds"?}`."""
        payload: dict[str, object] = {"code": self.code, "detail": self.detail}
        if self.fields:
            payload["fields"] = self.fields
        if self.retry_after_seconds is not None:
            payload["retry_after_seconds"] = self.retry_after_seconds
        return payload


def invalid(**fields: str) -> Refused:
    """Input that breaks a rule; each keyword is a field with the rule it breaks."""
    return Refused("invalid", "; ".join(fields.values()), fields=fields)


def not_found() -> Refused:
    """The one answer for what does not exist and for what is not yours."""
    return Refused("not_found", "There is no such thing, or it is not yours to see.", status=404)

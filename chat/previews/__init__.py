"""Previews of links: what is looked for in a text, how a page is fetched without harm, what is read out of it."""

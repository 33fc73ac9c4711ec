"""Pages as newspapers dress them: what stands around an article, in three fashions, written by us."""

from collections.abc import Callable
from html import escape

Row = dict[str, str]
SECTIONS = ("World", "Politics", "Business", "Sports", "Weather", "Opinion")
TEASERS = (
    "Five recipes for a cold evening",
    "Why the old bridge will stay closed until spring",
    "Our readers' best pictures of the harbour",
    "Quiz: how well do you know the coast?",
)


def _head(row: Row) -> str:
    title, outlet = escape(row["title"]), escape(row["outlet"])
    return f"""<meta charset="utf-8"><title>{title} | {outlet}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{outlet}">
<meta property="og:type" content="article"><link rel="canonical" href="{row["url"]}">
<meta property="article:published_time" content="{row["published"]}T08:30:00Z">"""


def _paragraphs(row: Row) -> list[str]:
    return [f"<p>{escape(each.strip())}</p>" for each in row["text"].split("\n") if each.strip()]


def _links(words: tuple[str, ...], path: str) -> str:
    return "".join(f'<li><a href="/{path}/{at}">{escape(each)}</a></li>' for at, each in enumerate(words))


def modern(row: Row) -> str:
    """Semantic tags, a cookie banner, sharing, an offer amid the text, teasers, and a newsletter below it."""
    body = _paragraphs(row)
    offer = '<aside class="promo"><p>Subscribe now and get the first month free.</p></aside>'
    body.insert(min(2, len(body)), offer)
    return f"""<!DOCTYPE html><html lang="en"><head>{_head(row)}
<script>window.dataLayer = [{{"page": "article"}}];</script><style>p {{ margin: 0 }}</style></head><body>
<div id="cookie-banner" role="dialog"><p>We use cookies to make this site work.</p><button>Accept all</button></div>
<header><a href="/">{escape(row["outlet"])}</a><nav><ul>{_links(SECTIONS, "s")}</ul></nav></header>
<main><article><h1>{escape(row["title"])}</h1>
<div class="byline"><span class="author">By A. Writer</span> <time datetime="{row["published"]}">today</time></div>
<div class="share-bar"><a href="#">Share</a><a href="#">Post</a><a href="#">Mail</a></div>
{"".join(body)}</article>
<section class="related"><h2>More on this</h2><ul>{_links(TEASERS, "a")}</ul></section>
<section class="newsletter"><h3>Sign up for our newsletter</h3>
<form><input type="email"><button>Go</button></form></section>
</main><aside class="sidebar"><h2>Most read</h2><ol>{_links(TEASERS[::-1], "b")}</ol></aside>
<footer><ul>{_links(SECTIONS, "f")}</ul><p>Copyright {escape(row["outlet"])}. All rights reserved.</p></footer>
</body></html>"""


def plain_divs(row: Row) -> str:
    """No semantic tags: boxes within boxes, named by classes alone, and comments below."""
    return f"""<!DOCTYPE html><html lang="en"><head>{_head(row)}</head><body><div class="wrap">
<div class="top"><div class="logo">{escape(row["outlet"])}</div><ul class="menu">{_links(SECTIONS, "c")}</ul></div>
<div class="breadcrumb"><a href="/">Home</a> &raquo; <a href="/world">World</a></div>
<div class="content"><h1 class="headline">{escape(row["title"])}</h1>
<div class="meta">Staff reporter</div><div class="story-body">{"".join(_paragraphs(row))}</div>
<div class="tags">Tags: <a href="/t/1">news</a> <a href="/t/2">world</a></div>
<div id="comments"><h3>2 comments</h3><div class="comment">First!</div><div class="comment">Well said.</div></div></div>
<div class="right"><div class="box"><h4>Also read</h4><ul>{_links(TEASERS, "r")}</ul></div></div>
<div class="bottom"><a href="/about">About us</a> <a href="/contact">Contact</a> <a href="/terms">Terms of use</a></div>
</div></body></html>"""


def tables(row: Row) -> str:
    """As pages were made before there were style sheets: a table for the layout, breaks for paragraphs' ends."""
    return f"""<html><head>{_head(row)}</head><body bgcolor="#ffffff">
<table width="760"><tr><td colspan="2"><b>{escape(row["outlet"])}</b> | {" | ".join(SECTIONS)}</td></tr>
<tr><td width="140" valign="top"><ul>{_links(SECTIONS, "n")}</ul></td>
<td valign="top"><h1>{escape(row["title"])}</h1>{"".join(_paragraphs(row))}
<hr><a href="/print">Print this page</a></td></tr>
<tr><td colspan="2">Copyright {escape(row["outlet"])}</td></tr></table></body></html>"""


FASHIONS: tuple[Callable[[Row], str], ...] = (modern, plain_divs, tables)

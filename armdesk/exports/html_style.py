"""The style of HTML documents, made from the same colours and sizes as window and paper."""

from __future__ import annotations

from armdesk import look

_NAMES = ("paper", "surface", "line", "ink", "quiet", "gold", "good", "note", "warn", "alarm")
_TOWARDS_WHITE = 0.45


def style_sheet() -> str:
    """Style sheet for screen (light and dark by the reader's setting) and paper."""
    return _SHEET.replace("/*light*/", _variables(look.LIGHT, look.SERIES)).replace(
        "/*dark*/", _variables(look.DARK, tuple(_lighter(colour) for colour in look.SERIES))
    )


def _variables(palette: look.Palette, series: tuple[str, ...]) -> str:
    colours = [f"--{name}:{getattr(palette, name)}" for name in _NAMES]
    return ";".join(colours + [f"--s{number}:{colour}" for number, colour in enumerate(series)])


def _lighter(colour: str) -> str:
    """A series colour that stands out from a dark ground, still the same hue."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (255 - channel) * _TOWARDS_WHITE):02X}" for channel in channels)


_SHEET = """
:root{color-scheme:light dark;/*light*/}
@media (prefers-color-scheme:dark){:root{/*dark*/}}
@media print{:root{color-scheme:light;/*light*/}}
*{box-sizing:border-box}
html{font:15px/1.5 "Segoe UI","Noto Sans","DejaVu Sans",sans-serif;scroll-padding-top:12px}
body{margin:0;background:var(--paper);color:var(--ink);display:grid;grid-template-columns:264px minmax(0,1fr)}
a{color:var(--gold)}
a:focus-visible,.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--gold);outline-offset:2px}
nav{position:sticky;top:0;height:100vh;overflow-y:auto;padding:24px 16px;border-right:1px solid var(--line);
  background:var(--surface);font-size:13.5px}
nav p{margin:0 0 8px;color:var(--quiet)}
nav ol{list-style:none;margin:0;padding:0}
nav a{display:block;padding:4px 8px;border-radius:6px;color:var(--ink);text-decoration:none;overflow-wrap:anywhere}
nav a:hover{background:var(--paper);color:var(--gold)}
nav .l1{font-weight:600}
nav .l2{padding-left:20px}
nav .l3{padding-left:32px;color:var(--quiet)}
main{padding:32px 40px 64px;max-width:1120px;min-width:0}
h1,h2,h3,h4{color:var(--gold);line-height:1.25;overflow-wrap:anywhere}
h1{font-size:27px;margin:4px 0}
h2{font-size:21px;margin:40px 0 12px;padding-top:16px;border-top:1px solid var(--line)}
h3{font-size:18px;margin:28px 0 8px}
h4{font-size:15px;margin:20px 0 8px}
p,li{max-width:78ch;overflow-wrap:anywhere}
p{margin:0 0 12px;white-space:pre-line}
.code{display:block;font-size:13px;font-weight:400;color:var(--quiet)}
.quiet,.source,.period{color:var(--quiet)}
.source{font-size:13px;margin:4px 0 24px}
.cover{border-top:8px solid var(--gold);padding:24px 0 8px;display:flow-root}
.cover .who{font-weight:600;font-size:18px;margin:0}
.cover .lines{margin:16px 0}
.cover .lines p{margin:0}
.cover dl{margin:0;font-size:13px}
.cover dt{color:var(--quiet)}
.cover dd{margin:0 0 8px;font:12.5px/1.5 "Cascadia Mono","DejaVu Sans Mono",monospace;white-space:pre-line}
.qr{float:right;width:132px;height:132px;background:#fff;margin:0 0 8px 16px;border-radius:6px}
.tone{display:flex;gap:12px;border-left:3px solid var(--tone);background:var(--surface);padding:8px 12px;
  border-radius:0 6px 6px 0;max-width:82ch;margin:0 0 12px}
.tone svg{flex:none;margin-top:2px}
.tone strong{color:var(--tone)}
.good{--tone:var(--good)}.note{--tone:var(--note)}.warn{--tone:var(--warn)}.alarm{--tone:var(--alarm)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;margin:0 0 24px;padding:0}
.fact{position:relative;background:var(--surface);border:1px solid var(--line);border-left:3px solid var(--tone,var(--gold));
  border-radius:6px;padding:12px 16px;overflow-wrap:anywhere}
.fact svg{position:absolute;right:12px;top:12px}
.fact dt{font-size:13px;color:var(--quiet);padding-right:20px}
.fact dd{margin:0}
.fact .value{font-size:24px;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums;color:var(--tone,var(--ink))}
.fact .value a{color:inherit}
.fact .basis{font-size:13px;color:var(--quiet)}
.scroll{overflow:auto;max-height:78vh;border:1px solid var(--line);border-radius:6px;background:var(--surface);
  margin:0 0 4px}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:13.5px;line-height:1.4}
.caption{font-weight:600;margin:16px 0 8px}
th,td{padding:5px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:break-word;
  white-space:pre-line}
th{position:sticky;top:0;background:var(--paper);color:var(--gold);font-weight:600;border-bottom:2px solid var(--gold);
  vertical-align:bottom}
th small{display:block;font-weight:400;font-size:12px;color:var(--quiet)}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.d{white-space:nowrap;font-variant-numeric:tabular-nums}
.w{min-width:22em;overflow-wrap:anywhere}
td{max-width:34em;overflow-wrap:anywhere}
tbody tr:last-child td{border-bottom:0}
tbody tr:hover td{background:var(--paper)}
tr:target td{background:var(--paper);box-shadow:inset 0 2px var(--gold),inset 0 -2px var(--gold)}
tfoot td{font-weight:600;border-top:2px solid var(--gold);border-bottom:0;position:sticky;bottom:0;background:var(--surface)}
figure{margin:0 0 24px}
figure.chart>svg{display:block;width:100%;max-width:860px;height:auto;background:var(--surface);border:1px solid var(--line);
  border-radius:6px;padding:12px}
figcaption{font-size:13.5px;overflow-wrap:anywhere}
.chart figcaption{font-weight:600;margin:16px 0 8px}
summary{cursor:pointer;font-size:13px;color:var(--quiet);margin:8px 0}
.photos{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:16px;margin:0 0 24px}
.photos img{display:block;width:100%;height:220px;object-fit:contain;background:var(--surface);border:1px solid var(--line);
  border-radius:6px}
footer{margin-top:48px;padding-top:8px;border-top:1px solid var(--line);font-size:12.5px;color:var(--quiet)}
svg text{font-family:inherit}
@media (max-width:760px){body{display:block}nav{position:static;height:auto;border-right:0;border-bottom:1px solid var(--line)}
  main{padding:16px}}
@media print{@page{margin:18mm}html{font-size:10pt}body{display:block;background:none}main{padding:0;max-width:none}
  nav{position:static;height:auto;border:0;padding:0;break-after:page}
  .scroll{overflow:visible;max-height:none;border:0}th,tfoot td{position:static}thead{display:table-header-group}
  tr,figure,.fact,.tone{break-inside:avoid}h2,h3,h4,.caption{break-after:avoid}table{font-size:8.5pt}
  .w{min-width:0}details{display:none}a{text-decoration:none}}
"""

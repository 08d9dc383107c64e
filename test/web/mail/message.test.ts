/** The rules behind the message page: where links lead, where pictures come from, how much is shown, and which dates. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { leadsElsewhere, linkTarget, pictureSource } from '../../../web/mail/message/addresses.ts';
import { boundHtml, MOST } from '../../../web/mail/message/bounds.ts';
import { datesOf } from '../../../web/mail/message/dates.ts';
import { shownPictures } from '../../../web/mail/message/shown-pictures.ts';
import { keepsStyle } from '../../../web/mail/message/style.ts';

describe('pictures', () => {
  const inline = new Map([
    ['logo@x', 'blob:logo'],
    ['a b', 'blob:space'],
  ]);
  const PNG = 'data:image/png;base64,AAAA';
  /** Before, and after the reader has asked for images. */
  const rows: readonly (readonly [source: string, before: string, after: string])[] = [
    ['https://a.example/x.gif', 'remote', 'https://a.example/x.gif'],
    ['//a.example/x.gif', 'remote', 'https://a.example/x.gif'],
    [' HTTPS://A.example/x.gif ', 'remote', 'https://a.example/x.gif'],
    ['http://a.example/x.gif', 'none', 'none'],
    [PNG, PNG, PNG],
    ['data:image/svg+xml,<svg/>', 'none', 'none'],
    ['data:text/html,x', 'none', 'none'],
    ['cid:logo@x', 'blob:logo', 'blob:logo'],
    ['CID:a%20b', 'blob:space', 'blob:space'],
    ['cid:%E0%A4%A', 'none', 'none'],
    ['cid:../../v1/alias', 'none', 'none'],
    ['/v1/alias', 'none', 'none'],
    ['x.gif', 'none', 'none'],
    ['javascript:alert(1)', 'none', 'none'],
    ['blob:https://mail.example/1', 'none', 'none'],
    ['file:///etc/passwd', 'none', 'none'],
    ['https://mail.example/oidc/session/end', 'none', 'none'],
    ['https://MAIL.example/v1/alias', 'none', 'none'],
    ['https://localhost:8443/x', 'none', 'none'],
    ['https://127.0.0.1/x', 'none', 'none'],
    ['https://2130706433/x', 'none', 'none'],
    ['https://[::1]/x', 'none', 'none'],
    ['https://router/x', 'none', 'none'],
    ['https://printer.local/x', 'none', 'none'],
    ['https://alice:pw@a.example/x', 'none', 'none'],
    ['https://', 'none', 'none'],
    ['', 'none', 'none'],
  ];
  for (const [source, ...expected] of rows)
    test(`${source}: ${expected.join(', then ')}`, () => {
      const found = [false, true].map((images) => {
        const shown = pictureSource(source, { images, inline, ownHost: 'mail.example' });
        return shown.kind === 'shown' ? shown.address : shown.kind;
      });
      deepEqual(found, expected);
    });

  test('those that are attached are fetched where the HTML names them, and no others', () => {
    const part = { content: null, disposition: null, filename: null, size: 10 };
    const attachments = [
      { ...part, contentId: '<a@x>', contentType: 'image/png' },
      { ...part, contentId: '<unused@x>', contentType: 'image/png' },
      { ...part, contentId: '<svg@x>', contentType: 'image/svg+xml' },
      { ...part, contentId: '<large@x>', contentType: 'image/png', size: 50_000_000 },
      { ...part, contentId: null, contentType: 'image/png' },
      { ...part, contentId: '<b c>', contentType: 'IMAGE/JPEG' },
    ];
    const html = '<img src="cid:a@x"><img src=cid:b%20c><img src="cid:svg@x"><img src="cid:large@x">';
    deepEqual(shownPictures({ html, attachments }), [
      { index: 0, contentId: 'a@x', type: 'image/png' },
      { index: 5, contentId: 'b c', type: 'image/jpeg' },
    ]);
    deepEqual(shownPictures({ html: null, attachments }), []);
  });
});

describe('links', () => {
  const targets: readonly (readonly [href: string, target: string | null])[] = [
    ['https://good.example/a', 'https://good.example/a'],
    [' https://good.example ', 'https://good.example/'],
    ['mailto:bob@good.example', 'mailto:bob@good.example'],
    ['https://bank.example@evil.example/', null],
    ['http://good.example/', null],
    ['javascript:alert(1)', null],
    ['java\tscript:alert(1)', null],
    ['data:text/html,x', null],
    ['/v1/messages', null],
    ['//evil.example', null],
    ['#top', null],
    ['', null],
  ];
  for (const [href, target] of targets)
    test(`${href} → ${target ?? 'nowhere'}`, () => {
      equal(linkTarget(href), target);
    });

  const named: readonly (readonly [text: string, target: string, elsewhere: string | null])[] = [
    ['https://bank.example/', 'https://evil.example/x', 'evil.example'],
    ['bank.example', 'https://bank.example.evil.example/', 'bank.example.evil.example'],
    ['www.bank.example', 'https://bank.example/login', null],
    ['bank.example', 'https://www.bank.example/', null],
    ['your bank', 'https://evil.example/', null],
    ['Read more...', 'https://evil.example/', null],
    ['service@bank.example', 'mailto:eve@evil.example', 'evil.example'],
    ['bob@good.example', 'mailto:bob@good.example', null],
    ['ｂａｎｋ．ｅｘａｍｐｌｅ', 'https://evil.example/', 'evil.example'],
    ['b\u0430nk.example', 'https://bank.example/', 'bank.example'],
  ];
  for (const [text, target, elsewhere] of named)
    test(`${text} over ${target}`, () => {
      equal(leadsElsewhere(text, target), elsewhere);
    });
});

describe('style is kept where it can fetch nothing', () => {
  const rows: readonly (readonly [css: string, isKept: boolean])[] = [
    ['color:red;margin:0 auto', true],
    ['background:url(https://evil.example/)', false],
    ['background:\\75rl(https://evil.example/)', false],
    ['@import "x.css"', false],
    ["content:image-set('x' 1x)", false],
    ['@font-face{src:local(x)}', false],
    ['x'.repeat(1_000_000), false],
    ['', true],
  ];
  for (const [css, isKept] of rows)
    test(css.slice(0, 60), () => {
      equal(keepsStyle(css), isKept);
    });
});

describe('HTML is cut before it keeps a browser busy', () => {
  const newsletter = `<html><body>${'<table><tr><td>'.repeat(20)}<p>Hi<br>there${'</td></tr></table>'.repeat(20)}`;
  const picture = `<img alt="a picture" src="data:image/png;base64,${'AB/+'.repeat(20_000)}">`;
  const rows: readonly (readonly [why: string, html: string, isCut: boolean])[] = [
    ['a newsletter stays as it is', newsletter, false],
    ['a list of a thousand points', `<ul>${'<li>x'.repeat(1000)}</ul>`, false],
    ['a picture of many octets', picture, false],
    ['text', 'x < y and a > b', false],
    ['5 MB', '<p>All work and no play</p>\n'.repeat(190_000), true],
    ['50,000 elements deep', '<div>'.repeat(50_000), true],
    ['deep behind end tags that close nothing', '<div></b></i>'.repeat(5000), true],
    ['deep in odd spelling', '<DIV\n><Div/x>'.repeat(5000), true],
    [
      'a hundred thousand attributes',
      `<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}=b`).join(' ')}>x`,
      true,
    ],
    ['attributes without spaces', `<p ${'a/'.repeat(10_000)}>x`, true],
  ];
  for (const [why, html, isCut] of rows)
    test(why, () => {
      const bounded = boundHtml(html);
      equal(bounded.shortened, isCut);
      if (!isCut) equal(bounded.html, html);
      ok((bounded.html.match(/<[a-z]/gi) ?? []).length <= MOST.tags);
      ok(bounded.html.length <= MOST.characters);
    });

  test('in time that grows with the text, whatever stands in it', () => {
    for (const piece of ['<', '<a', '<a ', '</', '<a b="', "<a '", '< <'])
      ok(boundHtml(piece.repeat(1_000_000 / piece.length)).html.length <= MOST.characters);
  });

  test('what has too many attributes keeps its text', () => {
    equal(boundHtml(`<p ${'a '.repeat(500)}>x</p>`).html, '<p>x</p>');
  });
});

describe('dates', () => {
  const receivedAt = '2026-11-23T10:00:00.000Z';
  const rows: readonly (readonly ['inbox' | 'sent', string | null, readonly string[]])[] = [
    ['inbox', '2026-11-23T09:59:00.000Z', ['received 2026-11-23T10:00:00.000Z']],
    ['inbox', null, ['received 2026-11-23T10:00:00.000Z']],
    ['inbox', 'yesterday', ['received 2026-11-23T10:00:00.000Z']],
    [
      'inbox',
      '2099-01-01T00:00:00.000Z',
      ['received 2026-11-23T10:00:00.000Z', 'given 2099-01-01T00:00:00.000Z'],
    ],
    ['sent', '2026-11-23T09:59:00.000Z', ['sent 2026-11-23T09:59:00.000Z']],
    ['sent', null, ['sent 2026-11-23T10:00:00.000Z']],
    [
      'sent',
      '2026-11-22T10:00:00.000Z',
      ['sent 2026-11-22T10:00:00.000Z', 'accepted 2026-11-23T10:00:00.000Z'],
    ],
  ];
  for (const [folder, date, expected] of rows)
    test(`${folder}, ${date ?? 'no date'}`, () => {
      deepEqual(
        datesOf({ folder, date, receivedAt }).map(({ kind, at }) => `${kind} ${at}`),
        expected,
      );
    });
});

/**
 * The page behind the link in the refusal that a sender's server gets for mail without encryption. It is read
 * by somebody who has never heard of us: five sentences, in English and German, the reader's language first.
 */
import { createHash } from 'node:crypto';

import { reply, route } from './route.ts';
import { languageFor } from './words/reader.ts';

const STYLE =
  'body{max-width:38rem;margin:3rem auto;padding:0 1rem;font:1.1rem/1.6 system-ui,sans-serif;color:#1a1a1a;' +
  'background:#fff}h1{font-size:1.5rem;line-height:1.3}section+section{margin-top:3rem;padding-top:1rem;' +
  'border-top:1px solid #767676}@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}}';

const ENGLISH = `<section lang="en">
<h1>Why your message was refused</h1>
<p>You wrote to an address that takes mail over encrypted connections only, and your mail server tried to hand your message over without encryption, or with encryption that is outdated.</p>
<p>We refused it before anything of it was delivered, and your mail server told you so.</p>
<p>You did nothing wrong, and there is nothing in your message that you have to change.</p>
<p>Please forward the notice to whoever runs your mail server: they have to switch on encryption for outgoing mail, that is STARTTLS with TLS 1.2 or newer (in Postfix <code>smtp_tls_security_level = may</code>).</p>
<p>When that is done, send your message again.</p>
</section>`;

const GERMAN = `<section lang="de">
<h1>Warum Ihre Nachricht abgelehnt wurde</h1>
<p>Sie haben an eine Adresse geschrieben, die Mail nur über verschlüsselte Verbindungen annimmt, und Ihr Mailserver wollte die Nachricht unverschlüsselt oder mit veralteter Verschlüsselung übergeben.</p>
<p>Wir haben sie abgelehnt, bevor etwas davon zugestellt wurde, und Ihr Mailserver hat es Ihnen gemeldet.</p>
<p>Sie haben nichts falsch gemacht, und an Ihrer Nachricht müssen Sie nichts ändern.</p>
<p>Bitte leiten Sie die Meldung an die Stelle weiter, die Ihren Mailserver betreibt: Sie muss die Verschlüsselung für ausgehende Mail einschalten, also STARTTLS mit TLS 1.2 oder neuer (in Postfix <code>smtp_tls_security_level = may</code>).</p>
<p>Wenn das geschehen ist, senden Sie Ihre Nachricht noch einmal.</p>
</section>`;

const PAGES = {
  en: page('en', 'Why your message was refused', [ENGLISH, GERMAN]),
  de: page('de', 'Warum Ihre Nachricht abgelehnt wurde', [GERMAN, ENGLISH]),
};

function page(language: string, title: string, sections: readonly string[]): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

/** Nothing but this one style sheet: no scripts, no frames, no requests. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const getWhyRefused = route(
  'GET',
  '/why-refused',
  {
    summary: 'For senders: why an unencrypted message was refused',
    access: 'public',
    headers: { 'Accept-Language': 'Which of English and German comes first.' },
    answer: { status: 200, media: 'text/html; charset=utf-8' },
  },
  ({ header }) => {
    const language = languageFor(header('accept-language'));
    return reply(PAGES[language], {
      'Content-Language': language === 'de' ? 'de, en' : 'en, de',
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'no-referrer',
      Vary: 'Accept-Language',
    });
  },
);

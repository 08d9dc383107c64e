import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/**
 * The few pages of the sign-in: plain HTML without any script, in English or German as the browser asks.
 */

type Language = 'en' | 'de';

const words = {
  en: {
    signIn: 'Sign in',
    product: 'Secure Alias',
    email: 'E-mail address',
    password: 'Password',
    wrong: 'This address and password do not belong together. Please try again.',
    tooMany: 'Too many wrong passwords',
    wait: (seconds: number) => `Please wait ${seconds} seconds and try again.`,
    signOut: 'Sign out',
    signOutQuestion: 'Do you want to sign out?',
    stay: 'Stay signed in',
    signedOut: 'You are signed out.',
    failed: 'This did not work',
    again: 'The sign-in was not finished, or took too long. Please start again from the page you came from.',
  },
  de: {
    signIn: 'Anmelden',
    product: 'Secure Alias',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    wrong: 'Adresse und Passwort gehören nicht zusammen. Bitte versuche es noch einmal.',
    tooMany: 'Zu viele falsche Passwörter',
    wait: (seconds: number) => `Bitte warte ${seconds} Sekunden und versuche es dann noch einmal.`,
    signOut: 'Abmelden',
    signOutQuestion: 'Möchtest du dich abmelden?',
    stay: 'Angemeldet bleiben',
    signedOut: 'Du bist abgemeldet.',
    failed: 'Das hat nicht geklappt',
    again:
      'Die Anmeldung wurde nicht beendet oder hat zu lange gedauert. Bitte beginne noch einmal auf der Seite, von der du kommst.',
  },
} as const;

const style = `
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
main { max-width: 22rem; margin: 15vh auto 0; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input { margin: .2rem 0 1rem; padding: .5rem; border: 1px solid; border-radius: .3rem; }
button { margin: .5rem 0; padding: .6rem; border: 1px solid; border-radius: .3rem; cursor: pointer; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
[role=alert] { border-left: .3rem solid; padding-left: .8rem; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** German for those who prefer it to English, English for all others (RFC 9110 section 12.5.4). */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',').map((wish) => {
    const [range = '', quality] = wish.split(';q=');
    return { language: range.trim().toLowerCase().split('-')[0] ?? '', quality: Number(quality ?? 1) };
  });
  const of = (language: Language) =>
    Math.max(0, ...wishes.filter((wish) => wish.language === language).map((wish) => wish.quality));
  return of('de') > of('en') ? 'de' : 'en';
}

/** Headers of every page. `formTargets` are origins that a form may lead to, beside our own. */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    // The empty icon. Without one, browsers look for /favicon.ico and complain that they may not.
    'img-src data:',
    // Browsers apply this to the redirect after the form too, so the application must be in it.
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

/** Sends a page and ends the response. */
export function sendPage(
  response: ServerResponse,
  status: number,
  html: string,
  options: { formTargets?: readonly string[]; headers?: Record<string, string> } = {},
): void {
  response.writeHead(status, { ...pageHeaders(options.formTargets), ...options.headers }).end(html);
}

/** The form for address and password, posted to where it came from. */
export function signInPage(language: Language, form: { email: string; wrong: boolean }): string {
  const text = words[language];
  const problem = form.wrong ? `<p role="alert" id="problem">${text.wrong}</p>` : '';
  const described = form.wrong ? ' aria-describedby="problem" aria-invalid="true"' : '';
  const [first, second] = form.email ? ['', ' autofocus'] : [' autofocus', ''];
  return page(
    language,
    text.signIn,
    `${problem}<form method="post">
<label for="email">${text.email}</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${escapeHtml(form.email)}"${described}${first}>
<label for="password">${text.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${described}${second}>
<button type="submit">${text.signIn}</button>
</form>`,
  );
}

export function tooManyAttemptsPage(language: Language, seconds: number): string {
  return page(language, words[language].tooMany, `<p role="alert">${words[language].wait(seconds)}</p>`);
}

/** `form` is oidc-provider's own hidden form, protected against other sites. */
export function signOutPage(language: Language, form: string): string {
  const text = words[language];
  return page(
    language,
    text.signOut,
    `<p>${text.signOutQuestion}</p>${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${text.signOut}</button>
<button type="submit" form="op.logoutForm">${text.stay}</button>`,
  );
}

export function signedOutPage(language: Language): string {
  return page(language, words[language].signedOut, '');
}

/** `error` is a code of OAuth 2.0 and its description, which developers look for. */
export function errorPage(language: Language, error: { code: string; description: string }): string {
  const text = words[language];
  const details = `<p><small>${escapeHtml(error.code)}: ${escapeHtml(error.description)}</small></p>`;
  return page(language, text.failed, `<p role="alert">${text.again}</p>${details}`);
}

function page(language: Language, title: string, content: string): string {
  const { product } = words[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${product}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

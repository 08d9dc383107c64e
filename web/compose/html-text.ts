/** The text of a message that is HTML only, for a quotation. The document that is made is inert: nothing in it runs or loads. */
const BLOCKS = 'p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, pre, table, ul, ol, hr';
const UNSEEN = 'script, style, head, title, template, noscript, svg, math, object, iframe';

/** Characters that are read; nobody quotes more. */
const MOST_HTML = 500_000;

export function textOfHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html.slice(0, MOST_HTML), 'text/html');
  for (const element of body.querySelectorAll(UNSEEN)) element.remove();
  for (const element of body.querySelectorAll('br')) element.replaceWith('\n');
  for (const element of body.querySelectorAll(BLOCKS)) {
    element.prepend('\n');
    element.append('\n');
  }
  return body.textContent
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

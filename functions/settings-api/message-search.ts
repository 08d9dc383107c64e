/**
 * Searching a folder by text: the words of the search, in any order and each anywhere in what the list shows of
 * a message (From, in Sent To, and Subject). Upper and lower case, compatibility forms and characters that
 * nobody sees make no difference. Pure.
 */
import type { MailboxMessage } from '../../shared/store/mailbox.ts';

/** More words than this are not looked at: a longer search finds no less. */
const MOST_WORDS = 20;

/**
 * The form in which texts are compared: NFKC, then full case folding, which JavaScript has only as a detour
 * over upper case (ß and SS meet there); final sigma is folded as any other (Unicode, section 3.13).
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

/** The words of a search; none where it holds nothing that could be found. */
export function wordsOf(search: string): readonly string[] {
  const words = foldText(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** Whether a message of a folder has all the words. */
export function finder(
  search: string,
): (message: Pick<MailboxMessage, 'folder' | 'from' | 'to' | 'subject'>) => boolean {
  const words = wordsOf(search);
  return ({ folder, from, to, subject }) => {
    const text = foldText([...(folder === 'sent' ? to : [from]), subject].join('\n'));
    return words.every((word) => text.includes(word));
  };
}

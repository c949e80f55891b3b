/**
 * Line breaks, other control characters, and what turns the direction of text around: the inside of a character class, for
 * patterns with `u` that editors know too.
 */
export const DECEIVING = String.raw`\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
const ANY = new RegExp(`[${DECEIVING}]`, 'u');
const EACH = new RegExp(`[${DECEIVING}]+`, 'gu');

/** Whether this is one line as it is read: a name must not pass for another one, nor hold what a shell would run when it is pasted. */
export const isPlainLine = (text: string): boolean => !ANY.test(text);

/** The same text as such a line. */
export const plainLine = (text: string): string => text.replaceAll(EACH, ' ');

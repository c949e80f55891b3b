import { decoded } from '../base/decoded.ts';
import { MASK } from '../contract/inspector.ts';
import type { Fields } from './recorded.ts';

const SECRET_FIELDS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key']);
/** Parts of the names by which secrets go, whatever stands between their letters. */
const SECRET_NAME =
  /token|secret|passw|passphrase|pwd|apikey|accesskey|privatekey|authkey|credential|signature|session|csrf|xsrf|jwt|bearer|authorization|cookie/;
/** Values that are secrets wherever they stand: signed tokens, keys of well-known makers, `Bearer …`. */
const SECRET_VALUES = [
  /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g,
  /\b(?:sk|pk|rk)_(?:live|test)_\w{8,}/g,
  /\b(?:gh[pousr]|github_pat|glpat|nf|xox[abprs])[-_][\w-]{16,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /(?<=\b(?:Bearer|Basic) )[\w.~+/=-]{6,}/gi,
];

/** What else such names mean in an address or a header; in a body these are mostly something harmless. */
const SECRET_IN_ADDRESS = /^(?:key|code|auth|sig|sid|pin|otp)$/;

const plainName = (name: string) =>
  decoded(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

const isSecretName = (name: string): boolean => {
  const plain = plainName(name);
  return SECRET_NAME.test(plain) || SECRET_IN_ADDRESS.test(plain);
};
const isSecretInBody = (name: string): boolean => SECRET_NAME.test(plainName(name));
/** Numbers under such names are secrets too; under others, as `tokens`, they count something. */
const SECRET_NUMBER = /passw|pwd|secret/;

/** A query in the middle of a text, as of a link in a page. */
const QUERY_PAIR = /([?&;])([\w.%[\]-]{1,100})=([^&;#\s"'<>\\]+)/g;

const maskValues = (text: string): string =>
  SECRET_VALUES.reduce((masked, each) => masked.replaceAll(each, MASK), text).replaceAll(
    QUERY_PAIR,
    (whole, before: string, name: string) => (isSecretName(name) ? `${before}${name}=${MASK}` : whole),
  );

/** `a=1&token=…`, as in a query or in a form. */
function maskPairs(text: string): string {
  return text
    .split(/([&;])/)
    .map((part) => {
      const at = part.indexOf('=');
      return at > 0 && at < part.length - 1 && isSecretName(part.slice(0, at)) ? `${part.slice(0, at)}=${MASK}` : part;
    })
    .join('');
}

/** A path or an address: its query, its fragment and the login in it. */
export function maskPath(path: string): string {
  const [, before = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(path) ?? [undefined, path];
  const place = before.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/@]*@/i, (login) => login.replace(/\/\/.*@/, `//${MASK}@`));
  const text = [
    place,
    query === undefined ? '' : `?${maskPairs(query)}`,
    fragment === undefined ? '' : `#${maskPairs(fragment)}`,
  ];
  return maskValues(text.join(''));
}

/** The scheme of a login tells nothing, and helps. */
function maskField(name: string, value: string): string {
  const plain = name.toLowerCase();
  const isSecret = SECRET_FIELDS.has(plain) || (isSecretName(plain) && !plain.startsWith('access-control-'));
  if (!isSecret) return /[?#]|\/\//.test(value) ? maskPath(value) : maskValues(value);
  if (value === '') return value;
  if (plain === 'set-cookie' || plain === 'cookie')
    return value.replaceAll(/([^=;\s]+)=("[^"]*"|[^;]*)/g, (whole, key: string) =>
      /^(?:path|domain|expires|max-age|samesite|priority)$/i.test(key) && plain === 'set-cookie'
        ? whole
        : `${key}=${MASK}`,
    );
  const [, scheme] = /^(Basic|Bearer|Digest|Negotiate|AWS4-HMAC-SHA256) /i.exec(value) ?? [];
  return scheme ? `${scheme} ${MASK}` : MASK;
}

export const maskFields = (fields: Fields): Fields =>
  fields.map(([name, value]) => [name, maskField(name, value)] as const);

const JSON_PAIR = /("((?:[^"\\]|\\.){1,200})"\s{0,40}:\s{0,40})("(?:[^"\\]|\\.)*(?:"|\\?$)|-?\d[\d.eE+-]*)/g;
/** The head of a part, and the first line of its content. */
const FORM_PART = /(\bname="([^"]*)"[^\n]*\n(?:[^\r\n]+\r?\n){0,8}\r?\n)([^\r\n]+)/g;

/** Values of secret names in JSON, also where its end is missing; and in forms of both kinds. */
export function maskBody(text: string, type: string): string {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return maskValues(maskPairs(text));
  if (/^multipart\//i.test(type))
    return maskValues(
      text.replaceAll(FORM_PART, (whole, head: string, name: string) => (isSecretName(name) ? head + MASK : whole)),
    );
  const masked = text.replaceAll(JSON_PAIR, (whole, before: string, name: string, value: string) => {
    const isSecret = value.startsWith('"') ? isSecretInBody(name) : SECRET_NUMBER.test(plainName(name));
    return isSecret ? `${before}"${MASK}"` : whole;
  });
  return maskValues(masked);
}

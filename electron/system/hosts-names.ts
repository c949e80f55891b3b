/**
 * What may ever stand in our part of the hosts file. Checked by the app and again by whoever writes with more rights, so
 * that no answer of a server and no stranger can turn `github.com` or `localhost` to an address of theirs.
 */

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME_LENGTH = 253;
/** `<svc>.<namespace>`, `<pod>.<svc>.<namespace>`, and one more for names of ports. */
const CLUSTER = { suffix: '.svc.cluster.local', fewest: 5, most: 7 };
/** `<addon>--<hash>` with up to two names before it: role or pod, and replica set. */
const ADDON = { suffix: '.addon.code.run', fewest: 4, most: 6 };
/** `<svc>`, `<port>.<svc>`, `<pod>.<svc>`, `<pod>.<port>.<svc>` */
const SHORT_LABELS = 3;

/** Names that this or other systems give a meaning of their own, alone or at the end of a name. */
const RESERVED = words('localhost localdomain broadcasthost wpad isatap');
const RESERVED_START = /^(?:ip6-|xn--)/;
/** Ends of names that others answer for: special uses, countries, and the widespread generic ones. */
const PUBLIC = words(`
  alt arpa corp home internal intranet invalid lan local onion
  ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf
  cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg
  gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp
  kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne
  nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk
  sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn
  vu wf ws ye yt za zm zw
  com net org edu gov mil int info biz name pro aero asia cat coop jobs mobi museum post tel travel xxx
  academy agency amazon app apple art aws bank best bio blog bot box build business cafe cam camp capital care center chat city
  click cloud club codes company computer consulting cool day deals delivery design dev digital direct directory domains
  download earth education email energy engineering events exchange expert express family fans farm finance fit foo fun fund
  fyi games gallery global gmbh google group guide guru health help host hosting house icu inc ing ink institute international
  land law legal life link live loan love ltd management marketing market media microsoft moe money monster mov movie music
  network news ngo new nexus ninja now nyc one online ong page partners party photo photos pics pizza place plus press properties
  pub quest red report rest review reviews rocks run sale school science security services sex shop show site social
  software solutions space store studio style support surf systems team tech technology tips today tools top town toys
  trade training tube university video vip wang watch wiki win wine work works world wtf xin xyz yoga you zip zone
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/**
 * Whether a name may lead to a forward: a cluster name, an addon's name, or a short form of one. Of the short forms with
 * several labels those are refused that end like a public name, so a service called `app` keeps `app` but not `http.app`.
 */
export function isAllowedName(name: string): boolean {
  if (name.length > NAME_LENGTH) return false;
  const labels = name.split('.');
  if (!labels.every((label) => LABEL.test(label) && !RESERVED_START.test(label))) return false;
  for (const { suffix, fewest, most } of [CLUSTER, ADDON]) {
    if (name.endsWith(suffix)) return labels.length >= fewest && labels.length <= most;
  }
  const last = labels.at(-1) ?? '';
  // A last label that is a number makes an address of the name, also in the old short and hexadecimal forms.
  if (RESERVED.has(last) || /^(?:[0-9]+|0x[0-9a-f]*)$/.test(last)) return false;
  return labels.length === 1 || (labels.length <= SHORT_LABELS && !PUBLIC.has(last));
}

/** Loopback addresses that forwards get: 127.24.x.y, and 127.0.0.1 where there is no other. */
export function isAllowedAddress(address: string): boolean {
  if (address === '127.0.0.1') return true;
  const [, third, fourth] = /^127\.24\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})$/.exec(address) ?? [];
  return third !== undefined && Number(third) <= 255 && Number(fourth) <= 255;
}

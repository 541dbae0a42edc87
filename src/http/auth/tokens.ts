/**
 * Bearer tokens: JWTs signed with the shop's own secret, or by another issuer whose keys are at a JWKS address. The
 * algorithms are pinned for each, and issuer, audience, expiry and not-before are checked.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import { Refusal } from '../../errors.ts';
import { DAY, SECOND } from '../../lib/time.ts';
import type { UserRow } from '../../people/store.ts';

const OWN_ISSUER = 'orders';
const OWN_AUDIENCE = 'orders';
const OWN_ALGORITHM = 'HS256';
/** What another issuer may sign with: no shared secrets, no `none`. */
const ISSUER_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
/** Keys are kept this long, and an unknown key id makes us ask again at most this often. */
const JWKS_CACHE_MS = 600 * SECOND;
const JWKS_COOLDOWN_MS = 30 * SECOND;
const JWKS_TIMEOUT_MS = 5 * SECOND;

export interface TokenOptions {
  readonly secret: () => string;
  /** Set when another issuer signs tokens. */
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  readonly now: () => number;
}

export interface Claims {
  readonly payload: JWTPayload;
  readonly subject: string;
  readonly issuedMs: number;
  readonly expiresMs: number;
}

export type TokenVerifier = (token: string) => Promise<Claims>;

const keyOf = (secret: string): KeyObject => createSecretKey(secret, 'utf8');

/** A token of our own for a person, valid for some days. */
export function signToken(
  user: Pick<UserRow, 'id' | 'role'>,
  secret: string,
  { days, nowMs }: { readonly days: number; readonly nowMs: number },
): Promise<string> {
  return new SignJWT({ role: user.role })
    .setProtectedHeader({ alg: OWN_ALGORITHM })
    .setIssuer(OWN_ISSUER)
    .setAudience(OWN_AUDIENCE)
    .setSubject(user.id)
    .setIssuedAt(new Date(nowMs))
    .setExpirationTime(new Date(nowMs + days * DAY))
    .sign(keyOf(secret));
}

export const notSignedIn = (why: string): Refusal =>
  new Refusal('not_signed_in', `${why}; send Authorization: Bearer <token>.`);

/** Checks signature and claims. The verifier throws `not_signed_in`, and what asking the issuer throws. */
export function createTokenVerifier(options: TokenOptions): TokenVerifier {
  const verify = options.jwksUrl ? byIssuer(new URL(options.jwksUrl), options) : byOwnSecret(options);
  return async (token) => {
    const payload = await verify(token).catch((error: unknown) => {
      if (isOutage(error))
        throw new Refusal('issuer_unavailable', 'The issuer of tokens does not answer; try again in a few seconds.');
      throw notSignedIn(error instanceof errors.JWTExpired ? 'The token has expired' : 'The token is not valid');
    });
    const { sub, exp = 0, iat = 0 } = payload;
    return { payload, subject: typeof sub === 'string' ? sub : '', issuedMs: iat * SECOND, expiresMs: exp * SECOND };
  };
}

/** The issuer was not reached, or did not answer with its keys: that says nothing about the token. */
const isOutage = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout || error.code === errors.JOSEError.code;

const checks = (options: TokenOptions, issuer: string | undefined, audience: string): JWTVerifyOptions => ({
  ...(issuer === undefined ? {} : { issuer }),
  audience,
  clockTolerance: CLOCK_TOLERANCE_SECONDS,
  currentDate: new Date(options.now()),
  requiredClaims: ['sub', 'exp'],
});

function byOwnSecret(options: TokenOptions): (token: string) => Promise<JWTPayload> {
  let key: KeyObject | undefined;
  return async (token) => {
    key ??= keyOf(options.secret());
    const wanted = { ...checks(options, OWN_ISSUER, OWN_AUDIENCE), algorithms: [OWN_ALGORITHM] };
    return (await jwtVerify(token, key, wanted)).payload;
  };
}

/** Tokens that are for something else say so (RFC 8725 §3.11): logout tokens, proofs of possession, and the like. */
function requireAccessToken(typ: string | undefined): void {
  if (typ === undefined || /^(application\/)?(at\+)?jwt$/i.test(typ)) return;
  throw new errors.JWTInvalid(`a token of the type ${typ} is no access token`);
}

function byIssuer(url: URL, options: TokenOptions): (token: string) => Promise<JWTPayload> {
  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: JWKS_CACHE_MS,
    cooldownDuration: JWKS_COOLDOWN_MS,
    timeoutDuration: JWKS_TIMEOUT_MS,
  });
  return async (token) => {
    const wanted = {
      ...checks(options, options.issuer, options.audience ?? OWN_AUDIENCE),
      algorithms: ISSUER_ALGORITHMS,
    };
    const { payload, protectedHeader } = await jwtVerify(token, keys, wanted);
    requireAccessToken(protectedHeader.typ);
    return payload;
  };
}

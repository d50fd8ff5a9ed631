/**
 * A file that only a passphrase opens: PBKDF2 with HMAC-SHA-256 over 600,000 rounds, as OWASP's password storage cheat sheet asks (2023), and AES-256-GCM with a fresh
 * salt and nonce. The settings are bound to it as additional data, so that nobody can lower them. Web Cryptography API, W3C Recommendation.
 */
const FORMAT = "inkling-export-encrypted";
const ROUNDS = 600_000;
/** More would only keep a device busy. */
const MOST_ROUNDS = 10_000_000;
export const LEAST_PASSPHRASE = 12;

/** The same passphrase may be typed in either form of its accents, and with a space that nobody sees. */
export const plain = (passphrase: string): string => passphrase.normalize("NFKC").trim();

export interface Sealed {
  readonly format: typeof FORMAT;
  readonly version: 1;
  readonly kdf: "PBKDF2-SHA256";
  readonly rounds: number;
  readonly cipher: "AES-256-GCM";
  /** 16 and 12 bytes, and what is inside, in base64. */
  readonly salt: string;
  readonly nonce: string;
  readonly data: string;
}

export const isSealed = (file: unknown): file is Sealed => {
  const { format, version, rounds, salt, nonce, data } = (file ?? {}) as Partial<Record<keyof Sealed, unknown>>;
  const sound = Number.isInteger(rounds) && Number(rounds) >= 1 && Number(rounds) <= MOST_ROUNDS;
  return format === FORMAT && version === 1 && sound && [salt, nonce, data].every((text) => typeof text === "string");
};

export async function seal(text: string, passphrase: string): Promise<Sealed> {
  const salt = toText(crypto.getRandomValues(new Uint8Array(16)));
  const nonce = toText(crypto.getRandomValues(new Uint8Array(12)));
  const head = {
    format: FORMAT,
    version: 1,
    kdf: "PBKDF2-SHA256",
    rounds: ROUNDS,
    cipher: "AES-256-GCM",
    salt,
    nonce,
  } as const;
  const key = await keyOf(passphrase, head);
  const data = await crypto.subtle.encrypt(parameters(head), key, bytesOf(text));
  return { ...head, data: toText(new Uint8Array(data)) };
}

/** Rejects where the passphrase is another or anything of the file was changed. */
export async function unseal({ data, ...head }: Sealed, passphrase: string): Promise<string> {
  const key = await keyOf(passphrase, head);
  const text = await crypto.subtle.decrypt(parameters(head), key, toBytes(data));
  return new TextDecoder().decode(text);
}

type Head = Omit<Sealed, "data">;

async function keyOf(passphrase: string, { salt, rounds }: Head): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", bytesOf(plain(passphrase)), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: toBytes(salt), iterations: rounds },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const parameters = (head: Head): AesGcmParams => ({
  name: "AES-GCM",
  iv: toBytes(head.nonce),
  additionalData: bytesOf(JSON.stringify([FORMAT, head.version, head.kdf, head.rounds, head.cipher, head.salt])),
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function toText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

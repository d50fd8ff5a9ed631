/** The protocol's version: in every message, and in what is signed. */
export const PROTOCOL = 1;

/** Of tasks and blocks. */
export const NAME: RegExp = /^[a-z0-9-]{1,64}$/;
/** Values of one report, all blocks together. */
export const MAX_VALUES = 65_536;
/** Of a round's noised share: values of a report times buckets. */
export const MAX_OPENED_VALUES = 1_048_576;
/** A Privacy Pass token of type 0x0002 has 354 bytes with a 2,048-bit key. */
export const MAX_TOKEN_BYTES = 1_024;
/** AES-128-GCM's tag. */
export const TAG_BYTES = 16;
/** The helper's share: the seed of a generator. */
export const SEED_BYTES = 32;
export const HASH_BYTES = 32;
export const ID_BYTES = 16;
export const SIGNATURE_BYTES = 64;
/** An uncompressed point of P-256, the longest encapsulated key. */
export const MAX_ENCAPSULATED_BYTES = 65;
export const MAX_SEALED_BYTES: number = 4 * MAX_VALUES + TAG_BYTES;
export const MAX_REPORT_BYTES: number = MAX_SEALED_BYTES + 2_048;
export const MAX_PLAN_BYTES = 65_536;
/** Of a published model, away from zero. */
export const MAX_WEIGHT = 1_000;
export const MAX_MODEL_BYTES: number = 4 * MAX_VALUES + 256;
export const MAX_BATCH_REPORTS = 256;
export const MAX_BATCH_BYTES: number = MAX_BATCH_REPORTS * (MAX_TOKEN_BYTES + 512);
/** Short JSON: task answers, log entries, closings. */
export const MAX_MESSAGE_BYTES = 16_384;
export const MAX_LOG_ENTRIES = 100;
export const MAX_LOG_BYTES: number = MAX_LOG_ENTRIES * MAX_MESSAGE_BYTES;

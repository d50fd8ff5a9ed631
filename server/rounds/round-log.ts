/** The few lines that a role writes of its rounds; nothing of a shopper is in them. */
export interface RoundLog {
  info(what: object, message: string): void;
  warn(what: object, message: string): void;
}

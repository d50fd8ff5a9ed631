import type { Database } from "./sql.ts";
import { text } from "./sql.ts";

/** This party's Ed25519 key: made when it is first asked for, the same ever after, for all of its processes. */
export async function signingKey(database: Database, make: () => string): Promise<string> {
  const [known] = await database.all("SELECT private_key FROM identity WHERE name = 'sign'");
  if (known !== undefined) return text(known, "private_key");
  await database.run(
    "INSERT INTO identity (name, private_key) VALUES ('sign', $1) ON CONFLICT (name) DO NOTHING",
    make(),
  );
  return signingKey(database, make);
}

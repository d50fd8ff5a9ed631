import type { Database } from "./database.ts";
import { checkSetting, checkSettingCount } from "./limits.ts";
import { parseSetting } from "./parse.ts";
import type { Setting } from "./store.ts";

/** Small values in IndexedDB. */
export class SettingTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(key: string): Promise<Setting | undefined> {
    return parseSetting(await this.#database.read(["settings"], (tx) => tx.objectStore("settings").get(key)));
  }

  async put(key: string, value: Setting | undefined): Promise<void> {
    checkSetting(key, value);
    await this.#database.write(["settings"], "relaxed", async (tx) => {
      const settings = tx.objectStore("settings");
      if (value === undefined) return settings.delete(key);
      if ((await settings.getKey(key)) === undefined) checkSettingCount(await settings.count());
      await settings.put(value, key);
    });
  }
}

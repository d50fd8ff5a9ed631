/** In the page: adds rows to a table of the engine's store, as an engine would have written them in the shopper's earlier visits; without any, empties it. */
export async function writeRows({ table, rows }: { table: string; rows: readonly unknown[] }): Promise<void> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("inkling");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const tx = db.transaction(table, "readwrite");
  if (rows.length === 0) tx.objectStore(table).clear();
  for (const row of rows) tx.objectStore(table).add(row);
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = reject;
  });
  db.close();
}

/** Chromium and Safari 26 alone, and so not in the DOM library's types. */
interface TrustedHost {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: Policy): Policy;
  };
}
interface Policy {
  createScriptURL(url: string): string;
}

/** A page that names its policies has each made once, however often an Inkling is made there. It lets through whatever it is given: nothing else may have it. */
let policy: Policy | undefined;

/** A worker's address as a page takes it that requires trusted types, by a policy named "inkling". Without leave for it, it stays as it is, and no worker starts there. */
export function trusted(url: string): string {
  try {
    policy ??= (globalThis as TrustedHost).trustedTypes?.createPolicy("inkling", {
      createScriptURL: (given) => given,
    });
  } catch {
    // The page's policy does not name ours, or something else has taken the name.
  }
  return policy?.createScriptURL(url) ?? url;
}

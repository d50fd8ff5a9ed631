/** Chromium and Safari 26 alone, and so not in the DOM library's types. */
interface TrustedHost {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: Policy): Policy;
  };
}
interface Policy {
  createScriptURL(url: string): string;
}

/**
 * Addresses of workers as a page takes them that requires trusted types, by a policy named "inkling". Without leave for it they stay as they are, and no worker
 * starts there. The policy lets through whatever it is given: whoever makes it keeps it.
 */
export function trustUrls(): (url: string) => string {
  let policy: Policy | undefined;
  return (url) => {
    try {
      policy ??= (globalThis as TrustedHost).trustedTypes?.createPolicy("inkling", {
        createScriptURL: (given) => given,
      });
    } catch {
      // The page's policy does not name ours, or something else has taken the name.
    }
    return policy?.createScriptURL(url) ?? url;
  };
}

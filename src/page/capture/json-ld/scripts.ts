/** The page's JSON-LD, whose media type may have parameters. */
export const SCRIPTS = 'script[type^="application/ld+json" i]';

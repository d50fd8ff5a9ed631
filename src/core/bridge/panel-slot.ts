/** The slot of the privacy panel's lists. They say what is known and nobody chooses from them, so no place of theirs is given to chance. */
export const PANEL_SLOT = "inkling-privacy";

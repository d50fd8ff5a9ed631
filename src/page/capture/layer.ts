/** Where tag managers keep their data layer, unless told otherwise. */
export const DATA_LAYER = "dataLayer";

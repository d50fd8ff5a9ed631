declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Position of a product in the decoded catalogue, 0 to products - 1. Meaningless outside that one catalogue. */
export type ItemIndex = Brand<number, "ItemIndex">;

/** The shop's own name of a product: `id`, Shopify handle or `item_group_id`. What replies carry. */
export type ItemId = Brand<string, "ItemId">;

/** The one place where a number becomes an index: the caller counted products of the catalogue that it is used with. */
export const itemIndex = (number: number): ItemIndex => number as ItemIndex;

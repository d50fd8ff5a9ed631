/** What to say when a file is not there: no public dataset is part of this project, and most may not be passed on. */
export const ORIGINS: string = `Inkling ships no evaluation data. Public sets in the formats it reads:
  --items, --sequences       Amazon Reviews 2014, 5-core (Beauty, Toys and Games; J. McAuley, UC San Diego), in the
                             leave-one-out split of S3-Rec: lines "user item item ..." in time order, and items as
                             JSON Lines or any product feed; MovieLens 100K (GroupLens) as RecBole's ml-100k.inter
                             and ml-100k.item
  --train-file, --test-file  Diginetica (CIKM Cup 2016) as prepared for SR-GNN: a session a line, and lines
                             "item item | target"; Yoochoose (RecSys Challenge 2015): tab-separated SessionId, ItemId, Time
docs/evaluation.md says more.`;

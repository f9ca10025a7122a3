-- What files are made of, as far as it could be read: networks judge by it.
alter table app.asset add column fps real;
-- Codecs of a video's tracks by short names ('h264', 'aac'); null for what has no tracks.
alter table app.asset add column codecs text[];
-- Pages of a document.
alter table app.asset add column pages integer;
-- Frames of an animated picture.
alter table app.asset add column frames integer;
-- The file itself tells where it was recorded, and is published as it is.
alter table app.asset add column located boolean not null default false;

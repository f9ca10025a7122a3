-- Leave to repeat an unclear request where a network recognises doubles without promising it (LinkedIn members).
alter table app.workspace add column repeats_unclear boolean not null default false;

-- When a network took an irrevocable request whose effect followers do not see yet (a film that is processed): from then
-- on nothing may call the publication missed, cancelled or unsent.
alter table app.publication add column taken_at timestamptz;

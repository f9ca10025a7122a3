-- The three moves of a lane. Each is one function, so that its second statement sees what was committed while it
-- waited for the row: one statement that computed the minimum in a sub-select wrote `infinity` over a fresh post.

-- Wakes a lane at `t` or earlier. A held lane wakes at the end of its lease: whoever lets go looks again anyway.
create function app.wake_lane(lane bigint, t timestamptz) returns void language plpgsql as $$
begin
  perform from app.lane l where l.id = lane for update;
  update app.lane l set wake_at = greatest(least(l.wake_at, t), l.busy_until, l.closed_until) where l.id = lane;
end $$;

-- Lets go of a lane and sets its next waking from its publications; of a half-out thread, from that one alone.
create function app.release_lane(lane bigint, held_fence bigint) returns boolean language plpgsql as $$
declare let_go boolean;
begin
  update app.lane l set busy_until = '-infinity' where l.id = lane and l.fence = held_fence returning true into let_go;
  if let_go is null then return false; end if;
  update app.lane l set wake_at = greatest(l.closed_until, coalesce(
    (select min(p.wake_at) from app.publication p
     where p.lane_id = lane and p.wake_at < 'infinity' and (l.held_by is null or p.id = l.held_by)), 'infinity'))
  where l.id = lane;
  return true;
end $$;

grant execute on function app.wake_lane, app.release_lane to posthorn_web, posthorn_worker;

-- How often a step was sent in a window: the network's posting caps are counted by what we know we sent.
create index publication_live on app.publication (lane_id, live_at) where live_at is not null;
create index publication_step_sent on app.publication_step (workspace_id, publication_id, sent_at) where sent_at is not null;
-- How often a step was done over, and how often one was tried again without a trace at the network.
alter table app.publication add column redone integer not null default 0;
alter table app.publication add column retries integer not null default 0;
-- When the step in question was first sent without a clear answer: a look after a resend must reach back to it.
alter table app.publication add column unclear_since timestamptz;
-- The revision of the post that would go out: an edit writes it here too, so that the statement that sends sees it.
alter table app.publication add column revision integer not null default 1;

-- Delivery follows lanes across workspaces: the worker reads what it publishes. The web role never does.
do $$ declare t text; begin
  foreach t in array array['workspace', 'channel', 'post', 'version', 'asset', 'post_asset'] loop
    execute format('create policy delivery on app.%I for select to posthorn_worker using (true)', t);
  end loop;
end $$;

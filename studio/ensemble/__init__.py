"""Who plays which part on which keys, and when: groups of two to six as plain values, with no window and no journal.

A screen keeps a `Seating`, a `Shared`, a `Plan` and a `BarCount`, and puts another in its place with every change:

    seats.seated(players, [Keys(keyboard, low, high)]) -> Seating    .zone(player) .row(keyboard) .waiting .player_of(event.keyboard)
        .begins .split_at .moved .swapped .without_keys .joined .left .plugged -> another Seating; then engine.share(*seating.splits())
        .kept(events) -> what each pupil played, a guest's in none
    parts.given_out(piece, seating) -> Shared: a Given(player, kind, part) for everybody
        changed laid_again -> another Shared     offered(piece, seating, player) -> kinds their keys have room for
        whole(shared) -> Whole: one piece for `to_score`, and which of its parts are whose
    count_in.taps_for(piece) -> Taps    .tapped(seconds) .is_whole .beats_a_minute .speed(piece)
    ways.begin(way, players, phrase=) -> Plan    ways.GOES_ROUND: for these the engine is to loop the piece
    bars.BarCount().moved(piece, position.tick) -> .bar for plan.barline, .beats_left for plan.told and plan.called
    plan.told(BringIn | DropOut | Solo | Louder | Softer | EndTogether | Stop) .barline(bar) -> another Plan
        .shown() -> everybody's ring   .called(beats_left) -> "in 4: Amira"   .bars_left   .phase
        .after().muted(whole, carried) -> what the engine leaves out from the next barline on   .level -> engine.level("backing", ...)
    desk.desk(low, high, plan) -> the same words on the leader's own keys    .says(pitch, plan) -> a word for plan.told
"""

"""A song made in layers: values, and pure functions from a song to a song, to what sounds, and to bytes and back.

The values (`model`): `Song` has `Layer`s and `Block`s; a `Layer` has `Pass`es of `SongNote`s just as they were played, `edits` laid over
them, and a `Tidy`. Ticks are 480 a quarter, as floats. All are frozen; nothing here knows a window, a clock or the journal.
What can't be done is a `SongError`, a sentence for people.

    song = grooving.from_groove(grooves.groove("lo-fi"))      # or model.Song(), or grooving.from_piece(piece)
    history = History(song)                                   # studio.music.history: 200 labelled steps
    song = history.edit(labels.label("move notes", 3), notes.move(song, "2", ids, ticks=240), merge="drag 1")
    say("make." + key, n=n) for key, n in [labels.said(history.undo_label)]                       # "move 3 notes"

    layers.add .remove .reorder .rename .sound .colour .player .volume .mute .solo .tidy .transpose .lengthen .voice (song, layer_id, ...)
    looping.recorded(events, Loop(start_frame, bpm, metre, bars), stop_frame) -> passes, one a round that was played in
    looping.round_played(events, loop, n) -> the pass of a round that is over, while recording goes on
    layers.passes(song, layer_id, passes, "layer" | "replace")   .pass_on(song, layer_id, pass.first, on=)   .upbeat(...)
    free.heard(take, reading) -> what was played to no click as a pass, with the tempo and bars found or tapped; for a worker
    free.taken .corrected (song, layer_id, ..., heard)   .as_take(a pass) -> Take, to be heard, tapped along to and read anew
    notes.shown(song, layer_id) -> Shown notes with ids, as they sound and show; a groove's layer becomes one's own when it is edited
    notes.add .move .stretch .split .join .delete .copy .paste .louder .velocity .ratchet (song, layer_id, ids, ...)
    steps.cells(song, layer_id, pitches, bar) -> Cell(velocity, times)s   .set_step .clear .lengthen   .rows(song) -> pitches that fit
    gridrows.drums(song, layer_id) / .tune(song, around) -> the rows of a grid   .fits .reached: what a key means there
    whole.title .tempo .key .chords .loop .groove .ending .story (song, ...)   launches.performed(song, [Launch(bar, on, block)], bars)
    whole.add_block .remove_block .move_block .rename_block .repeat .rests .words .block_chords .block_beat (song, block_id, ...)
    grooving.rows(song) -> rows of chords by friendly names   whole.holding(song, name): without a groove a layer holds them

    voice.said .on .gone .later .volume .mute .without (song, ...): the one voice over all of it; what was sung is kept elsewhere, by its id
    voice.stretches(song) -> which recording sounds from which second to which   .level(song)   .most_seconds(song, tick)

    arranging.loop_score(song) / song_score(song) -> Score: part n is layer n, those that are silent too: mute lines.silent(song)
    arranging.loop_piece(song) / song_piece(song) -> Piece: only what is heard, with sections, words and the ending
    lines.spans(song): where the sections lie   .end_tick .closing_bar   sounding.counted_in(layer): hidden before bar 1
    tidying.found(song): where each played note belongs, learnt; slow, for a worker   .as_played(song): the other side of A/B

    kept.song_bytes(song) / kept.draft_bytes(history) -> a MIDI file that plays anywhere and holds the song itself
    kept.opened(bytes) -> Opened: .song .history .sentence; any MIDI file opens as a song
"""

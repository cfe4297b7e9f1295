"""A song made in layers: values, and pure functions from a song to a song, to what sounds, and to bytes and back.

The values (`model`): `Song` has `Layer`s and `Block`s; a `Layer` has `Pass`es of `SongNote`s just as they were played, `edits` laid over
them, and a `Tidy`. Ticks are 480 a quarter, as floats. All are frozen; nothing here knows a window, a clock or the journal.

    song = grooving.from_groove(grooves.groove("lo-fi"))                   # or model.Song(), or grooving.from_piece(piece)
    history = History(song)                                                # studio.music.history; 200 labelled steps
    song = history.edit(label("move notes", 3), notes.move(song, "2", ids, ticks=240), merge="drag 1")

    layers.add(song, name, kind) -> Song    .remove .rename .sound .colour .player .volume .mute .solo .tidy .transpose .passes .pass_on
    looping.recorded(events, Loop(start_frame, bpm, metre, bars), stop_frame) -> passes, one a round that was played in
    layers.passes(song, layer, passes, "layer" | "replace") -> Song
    notes.add .move .stretch .split .join .delete .copy .paste .louder .velocity (song, layer, ids, ...)    ids are those of `shown`
    steps.cells(song, layer, rows, bar) -> velocities and ratchets    .set_step .clear    steps.rows(song, around) -> pitches of the scale
    whole.title .tempo .key .chords .loop .groove .ending .story   .add_block .remove_block .move_block .repeat .rests .words .performed
    grooving.own(song, layer) -> the same layer as notes that can be edited

    sounding.shown(layer, metre) -> tuple[Shown]: what the piano roll draws, tidied; sounding.counted_in(layer): what is hidden before bar 1
    arranging.loop_score(song) / song_score(song) -> Score: part n is layer n, all of them; silent(song) -> parts to mute
    arranging.loop_piece(song) / song_piece(song) -> Piece: only what is heard, with sections, words and the ending
    tidying.found(song) -> Song: where each played note belongs, learnt from the playing; slow, for a worker. as_played(song): the other side of A/B

    kept.song_bytes(song) / kept.draft_bytes(history) -> a MIDI file that plays anywhere and holds the song itself
    kept.opened(bytes) -> Opened(song, history, piece, sentence)
"""

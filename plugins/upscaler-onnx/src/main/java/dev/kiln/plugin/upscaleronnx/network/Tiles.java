package dev.kiln.plugin.upscaleronnx.network;

import java.util.ArrayList;
import java.util.List;

/** How one side of a picture is cut into overlapping pieces of one length. */
record Tiles(List<Tile> all) {
  /**
   * A piece.
   *
   * @param start its first pixel
   * @param from the first pixel that is taken from its result
   * @param to the first one that is taken from the next
   */
  record Tile(int start, int from, int to) {}

  /**
   * @param length of the side
   * @param tile of each piece; where it is longer than the side, one piece reaches over its end
   * @param overlap pixels that a piece sees beyond what is taken of it, where there are any and at
   *     least one is taken
   */
  static Tiles of(int length, int tile, int overlap) {
    int margin = Math.min(overlap, (tile - 1) / 2);
    List<Tile> tiles = new ArrayList<>();
    int from = 0;
    while (from < length) {
      int start = Math.max(0, Math.min(from - margin, length - tile));
      int to = start + tile >= length ? length : start + tile - margin;
      tiles.add(new Tile(start, from, to));
      from = to;
    }
    return new Tiles(tiles);
  }
}

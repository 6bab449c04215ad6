package dev.kiln.plugin.upscaleronnx.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.upscaleronnx.network.Tiles.Tile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 63, 64, 65, 100, 192, 1000})
  void eachPixelIsTakenOnceFromATileThatSeesWhatIsAroundIt(int length) {
    for (int tile : new int[] {1, 2, 16, 64, 100}) {
      for (int overlap : new int[] {0, 1, 8, 300}) {
        int margin = Math.min(overlap, (tile - 1) / 2);
        int next = 0;
        for (Tile one : Tiles.of(length, tile, overlap).all()) {
          assertThat(one.from()).isEqualTo(next);
          assertThat(one.to()).isGreaterThan(one.from());
          int seenFrom = one.start();
          int seenTo = one.start() + tile;
          assertThat(seenFrom).isBetween(0, Math.max(0, one.from() - Math.min(one.from(), margin)));
          assertThat(seenTo).isGreaterThanOrEqualTo(Math.min(length, one.to() + margin));
          assertThat(seenTo).isLessThanOrEqualTo(Math.max(length, tile));
          next = one.to();
        }
        assertThat(next).isEqualTo(length);
      }
    }
  }

  @Test
  void noTileIsMoreThanNeeded() {
    assertThat(Tiles.of(100, 192, 16).all()).isEqualTo(List.of(new Tile(0, 0, 100)));
    assertThat(Tiles.of(100, 64, 8).all())
        .isEqualTo(List.of(new Tile(0, 0, 56), new Tile(36, 56, 100)));
  }
}

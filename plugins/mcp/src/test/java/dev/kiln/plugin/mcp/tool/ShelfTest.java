package dev.kiln.plugin.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import org.junit.jupiter.api.Test;

class ShelfTest {
  /** Of 25 MB: the third is one too many. */
  private static final int SIDE = 2500;

  @Test
  void theOldestGoesAndIsSaidToHaveBeenThere() {
    Shelf shelf = new Shelf();
    for (int i = 1; i <= 3; i++) {
      assertThat(shelf.put(Picture.black(SIDE, SIDE))).isEqualTo("picture-" + i);
    }
    assertThat(shelf.get("picture-3").width()).isEqualTo(SIDE);
    refused(shelf, "picture-1", "there is no picture-1 any more; there are: picture-2, picture-3");
    refused(shelf, "picture-4", "there is no picture-4; there are: picture-2, picture-3");
    refused(shelf, "picture-0", "there is no picture-0; there are: picture-2, picture-3");
    refused(new Shelf(), "picture-1", "there is no picture-1; there are: none");
  }

  private static void refused(Shelf shelf, String name, String sentence) {
    assertThatThrownBy(() -> shelf.get(name)).isInstanceOf(BadRequest.class).hasMessage(sentence);
  }
}

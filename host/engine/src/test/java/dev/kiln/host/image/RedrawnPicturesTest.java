package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What happens to pictures and masks before and after they are drawn, by redrawn.py. */
class RedrawnPicturesTest {
  private static final JsonNode GOLDENS = goldens();

  private static JsonNode goldens() {
    try {
      return new ObjectMapper()
          .readTree(RedrawnPicturesTest.class.getResourceAsStream("redrawn.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Picture picture(JsonNode data) {
    try {
      return new Picture(data.get(0).asInt(), data.get(1).asInt(), data.get(2).binaryValue());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Mask mask(JsonNode golden, String name) {
    return Mask.of(picture(golden.get(name)), true);
  }

  private static void assertSame(Picture found, JsonNode expected, String what) {
    Picture golden = picture(expected);
    assertThat(found.width()).as(what).isEqualTo(golden.width());
    assertThat(found.height()).as(what).isEqualTo(golden.height());
    assertThat(Arrays.mismatch(found.rgba(), golden.rgba()))
        .as("first byte of %s that differs", what)
        .isEqualTo(-1);
  }

  @Test
  void eachResizeModeIsThatOfWebui() {
    assertThat(GOLDENS.get("fits")).hasSize(36);
    for (JsonNode golden : GOLDENS.get("fits")) {
      ResizeMode mode =
          Arrays.stream(ResizeMode.values())
              .filter(it -> it.label().equals(golden.get("mode").asText()))
              .findFirst()
              .orElseThrow();
      JsonNode to = golden.get("to");
      Picture found = mode.fit(picture(golden.get("from")), to.get(0).asInt(), to.get(1).asInt());
      assertSame(found, to, mode + " to " + to.get(0) + "x" + to.get(1));
    }
  }

  @Test
  void theMaskedPlaceIsFilledAsByWebui() {
    for (JsonNode golden : GOLDENS.get("fills")) {
      Picture found = SoftFill.fill(picture(golden.get("from")), mask(golden, "mask"));
      assertSame(found, golden.get("to"), "the filled picture");
    }
  }

  @Test
  void aMaskOfLatentsIsSmoothedAndPlacedAsByWebui() {
    assertThat(GOLDENS.get("overlays")).hasSize(3);
    for (JsonNode golden : GOLDENS.get("overlays")) {
      Tensor shares = Tensor.zeros(4, 5);
      for (int i = 0; i < shares.size(); i++) {
        shares.data()[i] = (float) golden.get("shares").get(i / 5).get(i % 5).asDouble();
      }
      Mask found = Mask.ofLatents(shares, 40, 32);
      JsonNode to = golden.get("to");
      if (!golden.get("box").isNull()) {
        found = found.placed(region(golden.get("box")), to.get(0).asInt(), to.get(1).asInt());
      }
      assertSame(found.grey(), to, "the overlay's mask");
    }
  }

  @Test
  void theRegionAroundAMaskIsThatOfWebui() {
    assertThat(GOLDENS.get("regions")).hasSize(8);
    for (JsonNode golden : GOLDENS.get("regions")) {
      Mask mask = mask(golden, "mask");
      CropRegion found =
          CropRegion.around(mask, golden.get("padding").asInt())
              .orElseThrow()
              .expanded(golden.get("width").asInt(), golden.get("height").asInt(), mask);
      assertThat(found).isEqualTo(region(golden.get("box")));
    }
  }

  private static CropRegion region(JsonNode box) {
    return new CropRegion(
        box.get(0).asInt(), box.get(1).asInt(), box.get(2).asInt(), box.get(3).asInt());
  }

  @Test
  void aDrawnPartGoesBackUnderWhatIsKept() {
    for (JsonNode golden : GOLDENS.get("finals")) {
      CropRegion region = region(golden.get("box"));
      Picture image = picture(golden.get("from"));
      Picture below = Picture.black(image.width(), image.height());
      Picture part =
          ResizeMode.CROP_AND_RESIZE.fit(
              picture(golden.get("part")), region.width(), region.height());
      Pasting.paste(part, below, region.left(), region.top());
      Pasting.over(mask(golden, "mask").overlay(image), below);
      assertSame(below, golden.get("to"), "the whole picture");
    }
  }

  /** Beside numpy's double precision a level is rounding. */
  @Test
  void aMaskIsBlurredByAGaussian() {
    for (JsonNode golden : GOLDENS.get("blurs")) {
      Picture found =
          mask(golden, "from")
              .blurred(golden.get("across").asInt(), golden.get("down").asInt())
              .grey();
      Picture expected = picture(golden.get("to"));
      for (int i = 0; i < found.rgba().length; i++) {
        assertThat(Math.abs((found.rgba()[i] & 0xff) - (expected.rgba()[i] & 0xff))).isLessThan(2);
      }
    }
  }

  @Test
  void anEmptyMaskHasNoRegion() {
    assertThat(CropRegion.around(new Mask(Picture.black(8, 8)), 4)).isEmpty();
  }

  @Test
  void aMaskIsOpacityWhereThereIsAnyElseBrightness() {
    Picture picture = Picture.black(3, 1);
    picture.set(0, 0, 255, 255, 255);
    picture.set(1, 0, 255, 0, 0);
    assertThat(values(Mask.of(picture, true))).containsExactly(255, 76, 0);
    picture.rgba()[3] = 100;
    picture.rgba()[7] = (byte) 129;
    assertThat(values(Mask.of(picture, true))).containsExactly(0, 255, 255);
    assertThat(values(Mask.of(picture, false))).containsExactly(100, 129, 255);
    assertThat(values(Mask.of(picture, false).inverted())).containsExactly(155, 126, 0);
    assertThat(values(Mask.of(picture, false).doubled())).containsExactly(200, 255, 255);
  }

  private static int[] values(Mask mask) {
    int[] values = new int[mask.width()];
    Arrays.setAll(values, x -> mask.at(x, 0));
    return values;
  }

  @Test
  void whatShinesThroughIsWhite() {
    Picture clear = Picture.black(2, 1);
    clear.rgba()[3] = 0;
    clear.rgba()[7] = 51;
    Picture opaque = Pasting.beforeWhite(clear);
    assertThat(opaque.at(0, 0, 0)).isEqualTo(255);
    assertThat(opaque.at(1, 0, 1)).isEqualTo(204);
    assertThat(opaque.at(1, 0, 3)).isEqualTo(255);
  }

  /** Names by hashlib.md5 of the pixels of Pillow's RGB and RGBA. */
  @Test
  void aPicturesNameIsTheHashOfItsPixels() {
    Picture picture = Picture.black(2, 2);
    picture.set(1, 1, 1, 2, 3);
    assertThat(PictureHash.of(picture)).isEqualTo("77d7d4b6e4ab284bb46f973d9cc53f90");
    picture.rgba()[3] = 7;
    assertThat(PictureHash.of(picture)).isEqualTo("cd320f20a001b8a3677c7715306f37df");
  }
}

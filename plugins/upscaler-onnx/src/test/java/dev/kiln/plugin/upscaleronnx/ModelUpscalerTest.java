package dev.kiln.plugin.upscaleronnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Pictures.Filter;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped upscaler and tiny ones: tiles, passes, and files that are none. */
class ModelUpscalerTest {
  private static final Picture PICTURE = gradient(90, 70);

  @TempDir private Path temp;
  private TestingUpscalers upscalers;

  @BeforeEach
  void open() {
    upscalers = new TestingUpscalers(temp).withShipped();
  }

  @AfterEach
  void close() {
    upscalers.close();
  }

  /** Smooth, with an edge in it. */
  private static Picture gradient(int width, int height) {
    Picture picture = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int edge = x + y > (width + height) / 2 ? 90 : 0;
        picture.set(x, y, 150 * x / width + edge, 150 * y / height + edge, 30 + edge);
      }
    }
    return picture;
  }

  private Picture upscale(String name, int tile, int overlap, int width, int height) {
    UpscaleCall call =
        new UpscaleCall(upscalers.info(name), PICTURE, width, height, UpscaleWatcher.NONE);
    return upscalers.upscaler(tile, overlap).upscale(call);
  }

  private static int difference(Picture one, Picture other) {
    int most = 0;
    for (int i = 0; i < one.rgba().length; i++) {
      most = Math.max(most, Math.abs((one.rgba()[i] & 0xff) - (other.rgba()[i] & 0xff)));
    }
    return most;
  }

  @Test
  void tilesThatSeeWhatIsAroundThemHaveNoSeams() {
    Picture picture = gradient(92, 72);
    Picture whole = fourTimes(picture, 0, 0);
    assertThat(difference(fourTimes(picture, 48, 16), whole)).isLessThanOrEqualTo(1);
    assertThat(difference(fourTimes(picture, 48, 0), whole))
        .as("without an overlap they have")
        .isGreaterThan(1);
  }

  private Picture fourTimes(Picture picture, int tile, int overlap) {
    int width = 4 * picture.width();
    int height = 4 * picture.height();
    UpscalerInfo shipped = upscalers.info(TestingUpscalers.SHIPPED);
    return upscalers
        .upscaler(tile, overlap)
        .upscale(new UpscaleCall(shipped, picture, width, height, UpscaleWatcher.NONE));
  }

  @Test
  void networkMakesAnotherPictureThanResampling() {
    Picture made = upscale(TestingUpscalers.SHIPPED, 192, 16, 360, 280);
    Picture resampled = new PictureCodec().resize(PICTURE, 360, 280, Filter.LANCZOS);
    assertThat(difference(made, resampled)).isGreaterThan(10);
  }

  /** Passes until the size is reached: one tile each, so that the watcher counts them. */
  @ParameterizedTest
  @CsvSource({
    "4x-scenes, 180, 140, 1",
    "4x-scenes, 90, 70, 1",
    "real-esrgan-x2, 180, 140, 1",
    "real-esrgan-x2, 181, 140, 2",
    "real-esrgan-x2, 900, 700, 3",
    "real-esrgan-x1, 180, 140, 1"
  })
  void thereAreAsManyPassesAsTheSizeNeedsAndThreeAtMost(
      String name, int width, int height, int passes) {
    if (!name.equals(TestingUpscalers.SHIPPED)) {
      upscalers.withReference(name);
    }
    AtomicInteger tiles = new AtomicInteger();
    UpscaleCall call =
        new UpscaleCall(
            upscalers.info(name), PICTURE, width, height, (done, total) -> tiles.set(done));
    Picture made = upscalers.upscaler(0, 0).upscale(call);
    assertThat(tiles).hasValue(passes);
    assertThat(made.width()).isEqualTo(width);
  }

  @Test
  void scaleIsToldWhereTheFileSaysIt() {
    upscalers.withReference("real-esrgan-x2").withReference("compact-x3");
    assertThat(upscalers.upscaler(0, 0).models())
        .extracting(UpscalerInfo::name, UpscalerInfo::scale)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("4x-scenes", 0),
            org.assertj.core.groups.Tuple.tuple("compact-x3", 3),
            org.assertj.core.groups.Tuple.tuple("real-esrgan-x2", 2));
  }

  @Test
  void aStopEndsItAfterATile() {
    AtomicInteger tiles = new AtomicInteger();
    UpscaleWatcher stopping =
        (done, total) -> {
          if (tiles.incrementAndGet() == 2) {
            throw new CancellationException("enough");
          }
        };
    UpscalerInfo info = upscalers.info(TestingUpscalers.SHIPPED);
    assertThatThrownBy(
            () ->
                upscalers
                    .upscaler(32, 4)
                    .upscale(new UpscaleCall(info, PICTURE, 360, 280, stopping)))
        .isInstanceOf(CancellationException.class);
    assertThat(tiles).hasValue(2);
  }

  private void demandRefusal(String name, String sentence) {
    assertThatThrownBy(() -> upscale(name, 64, 8, 180, 140))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void whatIsNoUpscalerIsRefusedWithWhatItDoes() {
    upscalers.copied(
        DefaultModel.models().resolve("annotator/seg_ade20k_scenes.onnx"), "segmenter.onnx");
    demandRefusal("segmenter", "segmenter.onnx is no upscaler: it makes Tensor[1, 150, ");
    upscalers.copied(DefaultModel.models().resolve("default/vae_decoder/model.onnx"), "vae.onnx");
    demandRefusal("vae", "vae.onnx is no upscaler: it takes pictures of 4 channels, expected");
    upscalers.copied(DefaultModel.models().resolve("default/unet/model.onnx"), "unet.onnx");
    demandRefusal("unet", "unet.onnx is no upscaler: it takes [");
  }

  @Test
  void damagedFileIsToldInASentence() {
    upscalers.put("cut.onnx", "no network".getBytes(StandardCharsets.UTF_8));
    demandRefusal("cut", "cut.onnx cannot be opened as an ONNX network");
    upscalers.put("cut2.safetensors", new byte[30]);
    demandRefusal("cut2", "cut2.safetensors is not a valid safetensors file");
  }

  @Test
  void layersThatDoNotFitTogetherAreToldWhenTheyRun() throws IOException {
    Path file = upscalers.folder().resolve("odd.safetensors");
    List<NewTensor> tensors =
        List.of(
            NewTensor.zeros("body.0.weight", ElementType.FLOAT, 4, 3, 3, 3),
            NewTensor.zeros("body.0.bias", ElementType.FLOAT, 4),
            NewTensor.zeros("body.1.weight", ElementType.FLOAT, 4),
            NewTensor.zeros("body.2.weight", ElementType.FLOAT, 12, 5, 3, 3),
            NewTensor.zeros("body.2.bias", ElementType.FLOAT, 12));
    new SafetensorsWriter(Map.of(), tensors).write(file);
    demandRefusal("odd", "odd.safetensors failed at a tile of 64x64 pixels");
  }

  @Test
  void pickleIsRefusedWithTheWayToConvertIt() {
    upscalers.put("4x-Sharp.pth", "PK".getBytes(StandardCharsets.UTF_8));
    demandRefusal("4x-Sharp", "4x-Sharp.pth is a Python pickle, which can run any code");
    demandRefusal("4x-Sharp", "('state_dict', 'params_ema', 'params')");
  }

  @Test
  void pictureThatWouldNotFitIntoMemoryIsRefusedAfterItsFirstTile() {
    Picture large = Picture.black(4000, 3000);
    UpscaleCall call =
        new UpscaleCall(
            upscalers.info(TestingUpscalers.SHIPPED), large, 4096, 4096, UpscaleWatcher.NONE);
    assertThatThrownBy(() -> upscalers.upscaler(64, 8).upscale(call))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "4x-scenes.onnx makes 16000x12000 pixels of 4000x3000, and at most 128 million are"
                + " held; take a smaller picture, or Lanczos");
  }
}

package dev.kiln.plugin.detailer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.plugin.detailer.detect.TestingDetectors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.generate.Redrawing;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakePass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the host for the parts of a picture, which a network of fixed boxes finds. */
class DetailerTest {
  private static final Picture PICTURE = Picture.black(96, 48);

  /** Of seven boxes that are sure enough the three largest. */
  private static final Map<String, Object> UNIT =
      Map.of("ad_model", "yolov8", "ad_confidence", 0.5, "ad_mask_k", 3);

  @TempDir private Path temp;
  private TestingDetectors testing;
  private DetailerPrompts prompts;
  private Detailer detailer;

  @BeforeEach
  void open() {
    testing = new TestingDetectors(temp).with("yolov8").with("yolov5").with("end2end");
    prompts = new DetailerPrompts(new UnitReader(), testing.detectors());
    detailer = new Detailer(new Detailing(testing.detectors()));
  }

  @AfterEach
  void close() {
    testing.close();
  }

  private static Map<String, Object> unit(Map<String, Object> more) {
    Map<String, Object> unit = new HashMap<>(UNIT);
    unit.putAll(more);
    return unit;
  }

  private DrawnPicture begun(Object... units) {
    return begun(FakePass.with(TestingUnits.options(units)));
  }

  private DrawnPicture begun(FakePass request) {
    prompts.process(Prompts.of("a girl", "rain"), request);
    return new DrawnPicture(request, 0, PICTURE);
  }

  @Test
  void eachPartIsDrawnOnWhatTheOneBeforeItLeft() {
    DrawnPicture call = begun(UNIT);
    Picture drawn = detailer.drawn(call);
    assertThat(call.wishes).hasSize(3);
    assertThat(call.wishes.get(0).picture()).isSameAs(PICTURE);
    assertThat(call.wishes).extracting(Redrawing::seedOffset).containsExactly(0, 1, 2);
    assertThat(call.wishes.get(2).picture().rgba()).contains((byte) 1, (byte) 2);
    assertThat(drawn.rgba()).contains((byte) 3);
    assertThat(PICTURE.rgba()).as("the picture itself").doesNotContain((byte) 1);
    assertThat(call.request.warnings()).isEmpty();
  }

  @Test
  void aUsualUnitDrawsEachPartAloneAtTheSizeOfThePictures() {
    DrawnPicture call = begun(UNIT);
    detailer.drawn(call);
    Redrawing wish = call.wishes.get(1);
    assertThat(wish.width()).isEqualTo(64);
    assertThat(wish.height()).isEqualTo(64);
    assertThat(wish.strength()).isEqualTo(0.4);
    assertThat(wish.fullSteps()).isFalse();
    assertThat(wish.noiseMultiplier()).isEqualTo(1);
    assertThat(wish.settings()).isEqualTo(new PassSettings("a girl", "rain", "", "", 0, 0, ""));
    Redrawing.Part part = wish.part().orElseThrow();
    assertThat(part.blur()).isEqualTo(4);
    assertThat(part.alone()).isTrue();
    assertThat(part.padding()).isEqualTo(32);
    assertThat(part.mask().width()).isEqualTo(96);
  }

  @Test
  void whatAUnitSaysIsAskedFor() {
    DrawnPicture call =
        begun(
            unit(
                Map.ofEntries(
                    Map.entry("ad_prompt", "one [SEP] [SKIP] [SEP] [PROMPT], three"),
                    Map.entry("ad_negative_prompt", "snow"),
                    Map.entry("ad_use_inpaint_width_height", true),
                    Map.entry("ad_inpaint_width", 260),
                    Map.entry("ad_inpaint_height", 384),
                    Map.entry("ad_denoising_strength", 0.7),
                    Map.entry("ad_use_steps", true),
                    Map.entry("ad_steps", 11),
                    Map.entry("ad_use_cfg_scale", true),
                    Map.entry("ad_cfg_scale", 5.5),
                    Map.entry("ad_use_sampler", true),
                    Map.entry("ad_sampler", "Euler a"),
                    Map.entry("ad_use_checkpoint", true),
                    Map.entry("ad_checkpoint", "other"),
                    Map.entry("ad_use_noise_multiplier", true),
                    Map.entry("ad_noise_multiplier", 0.9))));
    detailer.drawn(call);
    assertThat(call.wishes).as("the second part is skipped").hasSize(2);
    assertThat(call.wishes.get(0).settings())
        .isEqualTo(new PassSettings("one", "snow", "Euler a", "", 11, 5.5, "other"));
    assertThat(call.wishes.get(1).settings().prompt()).isEqualTo("a girl, three");
    assertThat(call.wishes.get(1).seedOffset()).isEqualTo(2);
    assertThat(call.wishes.get(0).width()).as("a multiple of 8").isEqualTo(256);
    assertThat(call.wishes.get(0).height()).isEqualTo(384);
    assertThat(call.wishes.get(0).strength()).isEqualTo(0.7);
    assertThat(call.wishes.get(0).noiseMultiplier()).isEqualTo(0.9);
  }

  @Test
  void allOfThePictureIsDrawnAtItsOwnSize() {
    DrawnPicture call = begun(unit(Map.of("ad_inpaint_only_masked", false)));
    detailer.drawn(call);
    assertThat(call.wishes.get(0).width()).isZero();
    assertThat(call.wishes.get(0).height()).isZero();
    assertThat(call.wishes.get(0).part().orElseThrow().alone()).isFalse();
  }

  @Test
  void unitsFollowEachOther() {
    DrawnPicture call =
        begun(
            true,
            false,
            UNIT,
            Map.of("ad_model", "None"),
            unit(Map.of("ad_model", "yolov5", "ad_mask_k", 1, "ad_confidence", 0.3)));
    detailer.drawn(call);
    assertThat(call.wishes).extracting(Redrawing::seedOffset).containsExactly(0, 1, 2, 0);
    assertThat(call.wishes.get(3).picture().rgba()).contains((byte) 3);
    assertThat(call.request.infotext())
        .containsEntry("ADetailer model", "yolov8.onnx")
        .containsEntry("ADetailer model 3rd", "yolov5.onnx")
        .containsEntry("ADetailer version", DetailerOptions.VERSION)
        .doesNotContainKey("ADetailer model 2nd");
  }

  @Test
  void whereNothingIsFoundThePictureStaysAndNothingIsTold() {
    DrawnPicture call = begun(unit(Map.of("ad_confidence", 1)));
    assertThat(detailer.drawn(call)).isSameAs(PICTURE);
    assertThat(detailer.finished(call)).isSameAs(PICTURE);
    assertThat(call.wishes).isEmpty();
    assertThat(call.request.infotext()).isEmpty();
    assertThat(call.request.warnings()).isEmpty();
  }

  @Test
  void aRequestWithoutUnitsIsLeftAlone() {
    DrawnPicture call = begun(FakePass.with());
    assertThat(detailer.drawn(call)).isSameAs(PICTURE);
    DrawnPicture off = begun(false, false, UNIT);
    assertThat(detailer.drawn(off)).isSameAs(PICTURE);
    assertThat(off.request.warnings()).isEmpty();
    DrawnPicture empty = begun();
    assertThat(detailer.drawn(empty)).isSameAs(PICTURE);
    assertThat(empty.request.warnings())
        .containsExactly(
            "detailer has nothing to look for; name a detector, as in --detailer scenes:person");
  }

  @Test
  void eachPictureHasItsOwnPrompt() {
    FakePass request = FakePass.with(TestingUnits.options(UNIT)).batch(2, 7);
    Prompts both =
        new Prompts(
            List.of(
                Prompts.of("a girl", "").pictures().get(0),
                Prompts.of("a boy <lora:cape:1>", "").pictures().get(0)),
            TagScope.PICTURE);
    assertThat(prompts.process(both, request)).isSameAs(both);
    DrawnPicture second = new DrawnPicture(request, 1, PICTURE);
    detailer.drawn(second);
    assertThat(second.wishes.get(0).settings().prompt()).isEqualTo("a boy <lora:cape:1>");
    assertThat(second.wishes.get(0).settings().negativePrompt()).isEmpty();
  }

  @Test
  void anInterruptLeavesTheRestAsItIs() {
    DrawnPicture call = begun(UNIT, unit(Map.of("ad_model", "yolov5")));
    call.interruptedAfter = 2;
    assertThat(detailer.drawn(call).rgba()).contains((byte) 2);
    assertThat(call.wishes).hasSize(2);
  }

  @Test
  void aStopEndsItBetweenTwoParts() {
    DrawnPicture call = begun(UNIT);
    call.cancelledAfter = 1;
    assertThatThrownBy(() -> detailer.drawn(call)).isInstanceOf(CancellationException.class);
    assertThat(call.wishes).hasSize(1);
  }

  @Test
  void partsOfThePictureThatARequestBeginsWithMayBeDrawn() {
    Picture first = Picture.black(96, 48);
    FakePass request = FakePass.with(TestingUnits.options(true, true, UNIT)).on(first);
    prompts.process(Prompts.of("a girl", ""), request);
    DrawnPicture call = new DrawnPicture(request, 0, Picture.black(64, 64));
    assertThat(detailer.drawn(call)).isSameAs(call.picture());
    assertThat(detailer.finished(call).width()).isEqualTo(96);
    assertThat(call.wishes.get(0).picture()).isSameAs(first);

    DrawnPicture noise = begun(FakePass.with(TestingUnits.options(true, true, UNIT)));
    detailer.drawn(noise);
    assertThat(noise.wishes).as("of a request that begins with noise the drawn ones").hasSize(3);
  }

  @Test
  void partsComeInTheOrderThatTheRequestSays() {
    DetailerOptions sorted =
        new DetailerOptions(List.of(UNIT), "", 0.3, 0.4, 0, "position (left to right)");
    DrawnPicture call = begun(FakePass.with(sorted));
    detailer.drawn(call);
    List<Integer> lefts = new ArrayList<>();
    for (Redrawing wish : call.wishes) {
      Picture mask = wish.part().orElseThrow().mask();
      int left = 0;
      while (!column(mask, left)) {
        left++;
      }
      lefts.add(left);
    }
    assertThat(lefts).isSorted().doesNotHaveDuplicates();
    assertThat(call.request.infotext()).containsKey("ADetailer sort by");
  }

  private static boolean column(Picture mask, int x) {
    for (int y = 0; y < mask.height(); y++) {
      if (mask.at(x, y, 0) != 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatIsWrongIsToldBeforeAnyWork() {
    demandRefusal(
        TestingUnits.options(Map.of("ad_model", "yolov9")),
        "ADetailer unit 1 names the model 'yolov9', which is not there; there are ");
    demandRefusal(
        new DetailerOptions(List.of(UNIT), "", 0.3, 0.4, 0, "size"),
        "detailer: order is \"size\"; it must be None or Position (left to right) or ");
    demandRefusal(
        TestingUnits.options(unit(Map.of("ad_model_classes", "cat"))),
        "ADetailer unit 1: yolov8.onnx has no class 'cat'; it has ");
  }

  private void demandRefusal(DetailerOptions options, String sentence) {
    FakePass request = FakePass.with(options);
    assertThatThrownBy(() -> prompts.process(Prompts.of("a girl", ""), request))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(sentence);
  }
}

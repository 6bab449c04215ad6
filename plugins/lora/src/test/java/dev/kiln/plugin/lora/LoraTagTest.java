package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The syntax is that of webUI's {@code extra_networks.py} and {@code extra_networks_lora.py}. */
class LoraTagTest {
  private static LoraTag tag(String items) {
    return LoraTag.of(Part.of("a girl <lora:" + items + ">").tags().get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "cape, 1, 1",
    "cape:0.7, 0.7, 0.7",
    "cape:0.7:0.2, 0.7, 0.2",
    "cape:-0.5, -0.5, -0.5",
    "cape:te=0.3, 0.3, 0.3",
    "cape:unet=0.3, 1, 0.3",
    "cape:0.9:te=0.1:unet=0.2, 0.1, 0.2",
    "cape: 0.5 : 0.25 , 0.5, 0.25",
  })
  void strengthsStandInOrderOrByName(String items, double te, double unet) {
    assertThat(tag(items))
        .returns("cape", LoraTag::name)
        .returns(te, LoraTag::te)
        .returns(unet, LoraTag::unet);
  }

  @Test
  void theRestStandsByName() {
    assertThat(tag("cape:1:1:8").rank()).isEqualTo(OptionalInt.of(8));
    assertThat(tag("cape:dyn=4").rank()).isEqualTo(OptionalInt.of(4));
    LoraTag timed = tag("cape:1:start=2:stop=9");
    assertThat(timed.timed()).isTrue();
    assertThat(timed.steps().contain(1)).isFalse();
    assertThat(timed.steps().contain(2)).isTrue();
    assertThat(timed.steps().contain(9)).isFalse();
    assertThat(tag("cape:1:mood=good").unknown()).containsExactly("mood");
    assertThat(tag("cape:lbw=MIDD").blocks()).isPresent();
    assertThat(tag("cape:1:1:4:9").unknown()).as("a fifth").containsExactly("9");
  }

  @Test
  void tagsOfOneFileAreSummedWhereOnlyStrengthsDiffer() {
    Path file = Path.of("x");
    List<LoraUse> uses =
        List.of(
            Fixtures.use(file, 0, "x:0.25"),
            Fixtures.use(file, 1, "x:0.5:1"),
            Fixtures.use(file, 0, "x:1:lbw=MIDD"),
            Fixtures.use(file, 0, "x:1:stop=3"),
            Fixtures.use(Path.of("y"), 0, "y:1"));
    List<LoraUse> sums = LoraSet.summed(uses, false).uses();
    assertThat(sums).hasSize(4);
    assertThat(sums.get(0).tag()).returns(0.75, LoraTag::te).returns(1.25, LoraTag::unet);
    assertThat(LoraSet.summed(uses, true).uses()).as("parts differ").hasSize(5);
    assertThat(LoraSet.summed(Collections.nCopies(1000, uses.get(0)), false).uses()).hasSize(1);
  }

  private static List<PlacedTag> common(TagScope scope, String... prompts) {
    List<Prompt> pictures = Arrays.stream(prompts).map(text -> Prompt.of(text, "")).toList();
    return PlacedTag.common(new Prompts(pictures, scope), tag -> tag.name().equals("lora"));
  }

  @Test
  void eachActsInItsPartOrInTheWholePicture() {
    String prompt = "<lora:a:1> meadow AND girl <lora:b:1> <x:1> SAND <lora:c:1>\nAND <lora:d:1>";
    assertThat(common(TagScope.PART, prompt))
        .extracting(PlacedTag::part)
        .containsExactly(0, 1, 1, 2);
    assertThat(common(TagScope.PICTURE, prompt))
        .extracting(PlacedTag::part)
        .containsExactly(0, 0, 0, 0);
  }

  @Test
  void picturesOfARequestShareThem() {
    String[] prompts = {"red <lora:a:1> AND x", "blue hair <lora:a:1> AND y", "x AND <lora:a:1> y"};
    assertThat(common(TagScope.PICTURE, prompts)).hasSize(1);
    assertThatThrownBy(() -> common(TagScope.PART, prompts))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "picture 1 asks for <lora:a:1> in part 1 and picture 3 for <lora:a:1> in part 2, but the pictures of one request share their LoRAs; make a request for each");
    assertThatThrownBy(() -> common(TagScope.PICTURE, "a <lora:a:1> <lora:b:1>", "a"))
        .hasMessage(
            "picture 1 asks for <lora:a:1>, <lora:b:1> and picture 2 for none, but the pictures of one request share their LoRAs; make a request for each");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cape:strong|<lora:cape:strong> has te \"strong\", which is no number; write <lora:name:1>",
        "cape:NaN|<lora:cape:NaN> has te \"NaN\", which is no number; write <lora:name:1>",
        "cape:1e9|<lora:cape:1e9> has te \"1e9\"; give a number from -1000000 to 1000000",
        "cape:1:|<lora:cape:1:> has unet \"\", which is no number; write <lora:name:1>",
        "cape:dyn=1.5|<lora:cape:dyn=1.5> has dyn 1.5; give a whole number from 0",
        "cape:1f|<lora:cape:1f> has te \"1f\", which is no number; write <lora:name:1>",
        "cape:0x1p3|<lora:cape:0x1p3> has te \"0x1p3\", which is no number; write <lora:name:1>",
        "cape:te=1:te=2|<lora:cape:te=1:te=2> gives te twice; leave one out",
        "cape:start=5:stop=2|<lora:cape:start=5:stop=2> starts at step 5 and stops before step 2, so it acts in none; exchange them",
        "''|<lora:> names no file; write <lora:name:1>",
        "' :1'|<lora: :1> names no file; write <lora:name:1>",
        "cape:start=-1|<lora:cape:start=-1> has start -1; give a whole number from 0",
      })
  void whatIsNoNumberIsToldWithItsTag(String items, String message) {
    assertThatThrownBy(() -> tag(items)).isInstanceOf(BadRequest.class).hasMessage(message);
  }

  @Test
  void blocksHave17Or26NumbersOrAName() {
    BlockWeights some = BlockWeights.of("", "9,1,2,4,5,7,8,50,103,104,105,106,107,108,109,110,111");
    assertThat(some.base()).isEqualTo(9);
    assertThat(at(some, "down_blocks_0_attentions_0_proj_in")).isEqualTo(1);
    assertThat(at(some, "down_blocks_2_attentions_1_transformer_blocks_0_ff_net_2")).isEqualTo(8);
    assertThat(at(some, "mid_block_attentions_0_proj_in")).isEqualTo(50);
    assertThat(at(some, "up_blocks_1_attentions_0_proj_out")).isEqualTo(103);
    assertThat(at(some, "up_blocks_3_resnets_2_conv1")).isEqualTo(111);
    assertThat(at(some, "time_embedding_linear_1")).isEqualTo(9);
    assertThat(at(some, "conv_in")).as("the nearest").isEqualTo(1);
    assertThat(at(some, "down_blocks_0_downsamplers_0_conv")).isEqualTo(2);
    assertThat(at(some, "up_blocks_0_upsamplers_0_conv")).isEqualTo(103);
    BlockWeights all =
        BlockWeights.of("", "9,0,1,2,3,4,5,6,7,8,9,10,11,50,0,1,2,3,4,5,6,7,8,9,10,11");
    assertThat(at(all, "conv_in")).isZero();
    assertThat(at(all, "down_blocks_1_downsamplers_0_conv")).isEqualTo(6);
    assertThat(at(all, "up_blocks_2_upsamplers_0_conv")).isEqualTo(8);
    assertThat(at(all, "up_blocks_0_resnets_1_conv2")).isEqualTo(1);
    BlockWeights one = BlockWeights.of("", "out04");
    assertThat(at(one, "up_blocks_1_attentions_1_proj_in")).isEqualTo(1);
    assertThat(at(one, "up_blocks_1_attentions_0_proj_in")).isZero();
    assertThat(at(BlockWeights.of("", "ALL0.5"), "mid_block_resnets_0_conv1")).isEqualTo(0.5);
    for (String wrong : List.of("1,2", "SOME", "R,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1")) {
      assertThatThrownBy(() -> BlockWeights.of("<lora:x>", wrong))
          .hasMessage(
              "<lora:x> has lbw=%s; give 17 or 26 numbers with commas, a block such as IN02, or one of"
                      .formatted(wrong)
                  + " ALL, ALL0.5, INALL, IND, INS, MIDD, NONE, OUTALL, OUTD, OUTS");
    }
  }

  private static double at(BlockWeights weights, String module) {
    return weights.of(module, 2);
  }
}

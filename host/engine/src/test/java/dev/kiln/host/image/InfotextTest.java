package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfotextTest {
  @Test
  void keysHaveTheOrderOfWebui() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("User", "me");
    values.put("Version", "Kiln 0.1");
    values.put("NGMS", "2");
    values.put("RNG", "NV");
    values.put("ENSD", "31337");
    values.put("Clip skip", "2");
    values.put("Emphasis", "No norm");
    values.put("Size", "128x128");
    values.put("Seed", "1");
    values.put("CFG scale", "7");
    values.put("Schedule type", "Karras");
    values.put("Sampler", "DPM++ 2M");
    values.put("Model", "default");
    values.put("Model hash", "0123456789");
    values.put("Variation seed strength", "0.5");
    values.put("Variation seed", "2");
    values.put("Steps", "20");
    assertThat(new Infotext("a cat", "a dog", values).text())
        .isEqualTo(
            "a cat\nNegative prompt: a dog\n"
                + "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1,"
                + " Size: 128x128, Model hash: 0123456789, Model: default, Variation seed: 2,"
                + " Variation seed strength: 0.5, Clip skip: 2, ENSD: 31337, RNG: NV,"
                + " Emphasis: No norm, NGMS: 2, Version: Kiln 0.1, User: me");
  }

  @Test
  void emptyPromptsTakeNoLine() {
    assertThat(new Infotext("", "", Map.of("Steps", "20")).text()).isEqualTo("Steps: 20");
    assertThat(new Infotext("a", "", Map.of("Steps", "20")).text()).isEqualTo("a\nSteps: 20");
  }

  /** NUL ends a PNG's text, C1 and escapes steer a terminal. */
  @Test
  void controlCharactersAreLeftOut() {
    assertThat(
            new Infotext("a\0 c\u001bat,\r\n\tred", "b\u009bad", Map.of("Model", "x\u007fy"))
                .text())
        .isEqualTo("a cat,\n\tred\nNegative prompt: bad\nModel: xy");
  }

  @Test
  void valuesWithSeparatorsAreJson() {
    assertThat(new Infotext("", "", Map.of("Lora hashes", "a: 1, \"é\\\nb")).text())
        .isEqualTo("Lora hashes: \"a: 1, \\\"é\\\\\\nb\"");
    assertThat(new Infotext("", "", Map.of("Model", "say \"x\"")).text())
        .isEqualTo("Model: say \"x\"");
  }

  @Test
  void keyThatIsItsValueStandsAlone() {
    assertThat(new Infotext("", "", Map.of("Restored", "Restored")).text()).isEqualTo("Restored");
  }

  @Test
  void textReadsBack() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("Steps", "20");
    values.put("Sampler", "DPM++ 2M SDE");
    values.put("Size", "128x64");
    values.put("Lora hashes", "a: 1, b: 2\nc \"quoted\" \\ back");
    values.put("Some/odd-key_1", "x");
    Infotext infotext =
        new Infotext("a cat, (big:1.2)\nBREAK\nsecond line", "a dog: 1, b\nmore", values);
    assertThat(Infotext.parse(infotext.text())).isEqualTo(infotext);
  }

  @Test
  void textOfWebuiIsRead() {
    Infotext infotext =
        Infotext.parse(
            """
            girl with an artist's beret, ((eyeshadow)), by Alphonse Mucha
            Negative prompt: ugly, fat, [blurry]
            Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512, Model hash: 45dee52b
            """);
    assertThat(infotext.prompt())
        .isEqualTo("girl with an artist's beret, ((eyeshadow)), by Alphonse Mucha");
    assertThat(infotext.negativePrompt()).isEqualTo("ugly, fat, [blurry]");
    assertThat(infotext.values())
        .containsExactly(
            entry("Steps", "20"),
            entry("Sampler", "Euler a"),
            entry("CFG scale", "7"),
            entry("Seed", "965400086"),
            entry("Size", "512x512"),
            entry("Model hash", "45dee52b"));
  }

  @Test
  void lineWithFewerThanThreePairsIsPrompt() {
    Infotext infotext = Infotext.parse("a cat\nSteps: 20, Seed: 1");
    assertThat(infotext.prompt()).isEqualTo("a cat\nSteps: 20, Seed: 1");
    assertThat(infotext.values()).isEmpty();
    assertThat(Infotext.parse("")).isEqualTo(new Infotext("", "", Map.of()));
  }

  @Test
  void oddQuotesAreReadUpToTheComma() {
    String three = "Steps: 1, Seed: 2, Size: 3x3, ";
    assertThat(value(three + "Model: \"open, RNG: NV")).isEqualTo("\"open");
    assertThat(value(three + "Model: \"a\" b, RNG: NV")).isEqualTo("\"a\" b");
    assertThat(value(three + "Model: \"\\x\", RNG: NV")).isEqualTo("\"\\x\"");
    assertThat(value(three + "Model: \"\", RNG: NV")).isEqualTo("\"\"");
    assertThat(value(three + "Model: ")).isEmpty();
  }

  @Test
  void lengthDoesNoHarm() {
    int n = 200_000;
    for (String part : new String[] {"a", "a ", ":", "a:", "\"", "a:\"\\", " ", "ab: \"x,"}) {
      assertThat(Infotext.parse(part.repeat(n)).negativePrompt()).isEmpty();
    }
  }

  private static String value(String line) {
    return Infotext.parse(line).values().get("Model");
  }
}

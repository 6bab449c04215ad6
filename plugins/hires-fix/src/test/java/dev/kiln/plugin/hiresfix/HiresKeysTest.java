package dev.kiln.plugin.hiresfix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.testkit.InfotextReaderContract;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HiresKeysTest extends InfotextReaderContract {
  @Override
  protected InfotextReader reader() {
    return new HiresKeys();
  }

  @Override
  protected Map<String, String> written() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("Denoising strength", "0.4");
    keys.put("Hires resize-1", "1024");
    keys.put("Hires resize-2", "768");
    keys.put("Hires steps", "12");
    keys.put("Hires upscaler", "Latent (nearest-exact)");
    keys.put("Hires sampler", "DDIM");
    keys.put("Hires schedule type", "Karras");
    keys.put("Hires CFG Scale", "5.5");
    keys.put("Hires prompt", "a boy, night");
    keys.put("Hires negative prompt", "day");
    keys.put("Hires checkpoint", "other");
    return keys;
  }

  @Override
  protected Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("enabled", true);
    options.put("strength", 0.4);
    options.put("width", 1024);
    options.put("height", 768);
    options.put("steps", 12);
    options.put("upscaler", "Latent (nearest-exact)");
    options.put("sampler", "DDIM");
    options.put("scheduler", "Karras");
    options.put("cfgScale", 5.5);
    options.put("prompt", "a boy, night");
    options.put("negativePrompt", "day");
    options.put("model", "other");
    return options;
  }

  @Test
  void aStrengthAloneIsThatOfAPictureDrawnOnAnother() {
    assertThat(reader().options(Map.of("Denoising strength", "0.4"), warning -> {})).isEmpty();
  }
}

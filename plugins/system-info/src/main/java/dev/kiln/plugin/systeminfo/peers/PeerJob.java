package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.peers.ModelForms.Forms;
import dev.kiln.plugin.systeminfo.peers.Program.Form;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The picture that all make; {@code examples/peers/peer.py} says what the fields mean.
 *
 * @param width in pixels
 * @param height in pixels
 * @param threads that each program may use
 */
record PeerJob(Forms forms, int width, int height, int steps, int threads) {
  private static final String PROMPT = "a girl with red hair, meadow, day";
  private static final String NEGATIVE = "night";
  private static final double GUIDANCE = 7;
  private static final int SEED = 1;

  /**
   * @param program a path that the user gave; empty for what is found
   * @param picture where the PNG goes
   */
  Map<String, @Nullable Object> values(Peer peer, String program, Path picture) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("model", text(forms.folder(Form.ANY).orElse(null)));
    values.put("diffusers", text(forms.folder(Form.DIFFUSERS).orElse(null)));
    values.put("onnx", text(forms.folder(Form.ONNX).orElse(null)));
    values.put("prompt", PROMPT);
    values.put("negative_prompt", NEGATIVE);
    values.put("cfg_scale", GUIDANCE);
    values.put("seed", SEED);
    values.put("steps", steps);
    values.put("width", width);
    values.put("height", height);
    values.put("threads", threads);
    values.put("variant", peer.variant());
    values.put("program", program.isEmpty() ? null : program);
    values.put("picture", picture.toString());
    return values;
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toString();
  }
}

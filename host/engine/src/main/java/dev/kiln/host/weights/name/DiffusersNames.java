package dev.kiln.host.weights.name;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The spellings that diffusers and transformers themselves used over the years. */
public final class DiffusersNames implements Naming {
  private static final String TEXT_MODEL = "text_model.";

  /** The VAE's attention before diffusers 0.15. */
  private static final Map<String, String> OLD_ATTENTION =
      Map.of(
          ".to_q.", ".query.",
          ".to_k.", ".key.",
          ".to_v.", ".value.",
          ".to_out.0.", ".proj_attn.");

  private final String prefix;

  /**
   * @param prefix stands before every name in the file; mostly empty
   */
  public DiffusersNames(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public List<StoredName> places(String name) {
    Set<String> names = new LinkedHashSet<>();
    names.add(name);
    if (name.contains("mid_block.attentions.")) {
      OLD_ATTENTION.forEach(
          (now, before) -> {
            if (name.contains(now)) {
              names.add(name.replace(now, before));
            }
          });
    }
    for (String one : List.copyOf(names)) {
      names.add(one.startsWith(TEXT_MODEL) ? one.substring(TEXT_MODEL.length()) : TEXT_MODEL + one);
    }
    List<StoredName> places = new ArrayList<>();
    names.forEach(one -> places.add(StoredName.whole(prefix + one)));
    return places;
  }
}

package dev.kiln.host.app;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of a command with their values, by webUI's names: {@code --vae} is vae_path there. */
final class ShownFlags {
  private static final Map<String, String> WEBUI =
      Map.of("model", "ckpt", "models", "ckpt_dir", "vae", "vae_path", "home", "data_dir");

  private static final Set<String> SECRETS = Set.of("api_auth", "api_key");

  private ShownFlags() {}

  /**
   * @param typed what was parsed of the command's arguments
   */
  static Map<String, @Nullable Object> of(ParseResult typed) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    // The server is webUI with --api.
    all.put("api", true);
    all.put("nowebui", false);
    for (OptionSpec flag : typed.commandSpec().options()) {
      if (!flag.usageHelp()) {
        String name = flag.longestName().replaceFirst("^-+", "").replace('-', '_');
        all.put(WEBUI.getOrDefault(name, name), value(name, flag, typed));
      }
    }
    return all;
  }

  private static @Nullable Object value(String name, OptionSpec flag, ParseResult typed) {
    Object value = typed.matchedOptionValue(flag.longestName(), flag.getValue());
    if (value instanceof Collection<?> list && list.isEmpty()) {
      return null;
    }
    if (SECRETS.contains(name) && value != null) {
      return "***";
    }
    return value instanceof Path ? value.toString() : value;
  }
}

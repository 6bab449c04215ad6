package dev.kiln.host.graph;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Module paths from metadata, where torch's newer exporter writes them; its node names mean
 * nothing.
 */
public final class ModulePath {
  /** The metadata key: a Python list of the scopes around a node, outermost first. */
  public static final String SCOPES = "pkg.torch.onnx.name_scopes";

  private static final Pattern LITERAL = Pattern.compile("'([^']*)'");

  private ModulePath() {}

  /**
   * {@code ['', 'down_blocks.0', 'down_blocks.0.attentions.0', 'linear']} is {@code
   * /down_blocks.0/attentions.0}: each scope but the node's own contains the one before it.
   */
  public static String ofScopes(String list) {
    StringBuilder path = new StringBuilder();
    String before = "";
    String last = "";
    Matcher literal = LITERAL.matcher(list);
    while (literal.find()) {
      String scope = literal.group(1);
      boolean inside = before.isEmpty() || scope.startsWith(before + ".");
      if (!last.isEmpty()) {
        path.append('/').append(last);
      }
      last = "";
      if (!scope.isEmpty() && inside) {
        last = before.isEmpty() ? scope : scope.substring(before.length() + 1);
        before = scope;
      }
    }
    return path.toString();
  }

  /** The module that a node belongs to: its name without the operator; empty where it has none. */
  public static String of(String nodeName) {
    return nodeName.substring(0, Math.max(0, nodeName.lastIndexOf('/')));
  }
}

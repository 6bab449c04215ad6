package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Site;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One attention alone. */
record SiteWorkload(Site site) implements Workload {
  private static final int ROWS = 2;
  private static final int HEADS = 8;

  /** The self attention of Stable Diffusion 1.5 at a width: with prompt and negative prompt. */
  static SiteWorkload self(int tokens, int width) {
    return new SiteWorkload(new Site(ROWS, tokens, tokens, HEADS, width / HEADS));
  }

  /** Its attention to a text. */
  static SiteWorkload cross(int tokens, int keys, int width) {
    return new SiteWorkload(new Site(ROWS, tokens, keys, HEADS, width / HEADS));
  }

  static SiteWorkload parse(String sizes) {
    int[] size = Arrays.stream(sizes.split("x")).mapToInt(Integer::parseInt).toArray();
    return new SiteWorkload(new Site(size[0], size[1], size[2], size[3], size[4]));
  }

  @Override
  public String word() {
    return "site=%dx%dx%dx%dx%d"
        .formatted(site.rows(), site.tokens(), site.keyTokens(), site.heads(), site.headSize());
  }

  @Override
  public String label() {
    return site.tokens() == site.keyTokens()
        ? "self " + site.tokens()
        : "cross " + site.tokens() + "x" + site.keyTokens();
  }

  @Override
  public List<Trial> run(AttentionLab lab, List<String> optimizers, int rounds) {
    return lab.site(site, optimizers, rounds);
  }

  @Override
  public Optional<Workload> withoutScores() {
    return Optional.of(
        new SiteWorkload(new Site(site.rows(), site.tokens(), 1, site.heads(), site.headSize())));
  }

  @Override
  public long keyBytes() {
    long one = (long) Float.BYTES * site.rows() * site.keyTokens() * site.heads() * site.headSize();
    return 4 * one;
  }
}

package dev.kiln.host.plugin;

import java.util.List;

/**
 * A name that several claimed.
 *
 * @param point the kind of name: "route", "command", "script", "order", or the hook whose names are
 *     offered or which has one winner in a picture
 * @param claimants ids of plugins, and "host" for the host itself
 * @param winner who gets it; empty for none
 */
public record Conflict(
    String point, String key, List<String> claimants, String winner, String why) {}

package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.AttributesBuilder;

/** Takes a call site, written {@code class.method(file:line)}, apart into the attributes that the conventions have for code. */
final class CodePlace {
    private CodePlace() {}

    static void put(AttributesBuilder attributes, String callSite) {
        int bracket = callSite.indexOf('(');
        String function = bracket < 0 ? callSite : callSite.substring(0, bracket);
        if (!function.isEmpty()) {
            attributes.put(Keys.CODE_FUNCTION, function);
        }
        if (bracket < 0 || !callSite.endsWith(")")) {
            return;
        }
        String place = callSite.substring(bracket + 1, callSite.length() - 1);
        int colon = place.lastIndexOf(':');
        if (colon > 0 && isLine(place, colon + 1)) {
            attributes.put(Keys.CODE_FILE, place.substring(0, colon));
            attributes.put(Keys.CODE_LINE, Long.parseLong(place.substring(colon + 1)));
        } else if (place.indexOf('.') > 0) { // a file without lines; not "Unknown Source" or "Native Method"
            attributes.put(Keys.CODE_FILE, place);
        }
    }

    /** As many digits as a line number of a class file can have. */
    private static boolean isLine(String place, int from) {
        int digits = place.length() - from;
        return digits > 0 && digits <= 5 && place.substring(from).chars().allMatch(it -> it >= '0' && it <= '9');
    }
}

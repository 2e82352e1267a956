package dev.kaltstart.ui;

/**
 * A command to copy. The body goes through any shell unchanged: JSON can write each character that some shell reads
 * inside of single quotes as an escape, so none is left.
 */
final class CurlCommand {

    private CurlCommand() {}

    /**
     * @param address of the request; without single quotes, as every address of the server itself
     * @param authentication curl's options, quoted
     * @param json a JSON document
     */
    static String post(String address, String authentication, String json) {
        return "curl -X POST '" + address + "' \\\n  " + authentication
                + " \\\n  -H 'Content-Type: application/json' \\\n  -d '" + plain(json) + "'";
    }

    private static String plain(String json) {
        var plain = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char character = json.charAt(i);
            if (character == '\\' && i + 1 < json.length() && json.charAt(i + 1) == '\\') {
                // fish reads two backslashes as one
                escape(plain, '\\');
                i++;
            } else if (character == '\'' || character == '!' || character < ' ' || character > '~') {
                escape(plain, character);
            } else {
                plain.append(character);
            }
        }
        return plain.toString();
    }

    private static void escape(StringBuilder plain, char character) {
        plain.append("\\u%04x".formatted((int) character));
    }
}

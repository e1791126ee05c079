// SPDX-License-Identifier: MIT

package exposure

import (
	"bytes"
	"path"
	"strings"
)

// kind is what a secret is, in the order in which they are told.
type kind int

const (
	privateKey kind = iota
	passwords
	wallet
	logins
	accessKeys
	hiddenTarget
)

// kinds are the words for one of them, and for many.
var kinds = [...]struct{ one, many string }{
	privateKey:   {"private key", "private keys"},
	passwords:    {"password file", "password files"},
	wallet:       {"wallet", "wallets"},
	logins:       {"browser profile", "browser profiles"},
	accessKeys:   {"file with access keys", "files with access keys"},
	hiddenTarget: {"link to a hidden file", "links to hidden files"},
}

// mostSniffed is how large a file may be of which the content decides: keys and
// the like are small.
const mostSniffed = 64 << 10 // bytes

// secret is a rule about names: one that matches a pattern of path.Match, in
// lower case, is a secret if its content holds one of the marks, or in any case
// when there are none.
type secret struct {
	kind     kind
	patterns string // with blanks between them
	marks    string // with bars between them
}

// secrets are names that people lend by mistake, and that hurt. A dot file is
// not among them, because none is lent: .env, .ssh, .aws, .netrc, .git.
var secrets = []secret{
	{privateKey, "id_rsa id_dsa id_ecdsa id_ecdsa_sk id_ed25519 id_ed25519_sk", "PRIVATE KEY-----"},
	{privateKey, "*.pem *.key *.p8 *.crt *.ovpn", "PRIVATE KEY-----"},
	{privateKey, "*.asc *.gpg *.pgp", "BEGIN PGP PRIVATE KEY"},
	{privateKey, "*.ppk", "PuTTY-User-Key-File"},
	{privateKey, "*.conf", "PrivateKey = |PrivateKey=|PRIVATE KEY-----"}, // WireGuard
	{privateKey, "*.pfx *.p12 *.jks *.keystore", ""},
	{passwords, "*.kdbx *.kdb *.psafe3 *.1pif *.keychain *.keychain-db", ""},
	{passwords, "shadow shadow- gshadow", "root:"},
	{passwords, "_netrc", "password"}, // .netrc as Windows has it
	{passwords, "pgpass.conf", ""},
	{wallet, "wallet.dat *.wallet", ""},
	{logins, "logins.json key4.db", ""}, // Firefox
	{logins, "login?data web?data", ""}, // Chromium
	{accessKeys, "env *.env *.env.local *.env.production", "KEY|SECRET|PASSWORD|TOKEN"},
	{accessKeys, "credentials credentials.* *account*.json client_secret*.json", "aws_secret_access_key|private_key|client_secret|refresh_token"},
	{accessKeys, "wp-config.php", "DB_PASSWORD"},
	{accessKeys, "*.tfstate", ""},
}

// matches reports whether a name, in lower case, is one that the rule is about.
func (s secret) matches(name string) bool {
	for pattern := range strings.FieldsSeq(s.patterns) {
		if ok, err := path.Match(pattern, name); ok && err == nil {
			return true
		}
	}
	return false
}

// marked reports whether content holds one of the rule's marks.
func (s secret) marked(content []byte) bool {
	for mark := range strings.SplitSeq(s.marks, "|") {
		if bytes.Contains(content, []byte(mark)) {
			return true
		}
	}
	return false
}

// secretIn judges a file by its name, and when that is not enough by what read
// returns of its content, which is asked for once at most.
func secretIn(name string, size int64, read func() []byte) (k kind, found bool) {
	name = strings.ToLower(name)
	var content []byte
	for _, s := range secrets {
		if !s.matches(name) || s.marks != "" && size > mostSniffed {
			continue
		}
		if s.marks != "" && content == nil {
			content = read()
		}
		if s.marks == "" || s.marked(content) {
			return s.kind, true
		}
	}
	return 0, false
}

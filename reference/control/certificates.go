package control

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// The certificates of doors.
const (
	plain     = "none"
	trusted   = "trusted"
	untrusted = "untrusted"
	expired   = "expired"
	wrongHost = "wrong-host"
)

var kinds = []string{plain, trusted, untrusted, expired, wrongHost}

// elsewhere is the host of a certificate that is somebody else's (RFC 2606 section 2).
const elsewhere = "elsewhere.invalid"

const validity = 30 * 24 * time.Hour

// authority signs certificates. It lives as long as the Control, and its key nowhere else.
type authority struct {
	certificate509 *x509.Certificate
	key            *ecdsa.PrivateKey
	pem            string
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making the key of an authority: %w", err)
	}
	template, err := certificateFor(pkix.Name{CommonName: "scimproof doors"}, time.Now())
	if err != nil {
		return nil, err
	}
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("making the certificate of an authority: %w", err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading the certificate of an authority: %w", err)
	}
	return &authority{parsed, key, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))}, nil
}

// certificate makes one of a kind: with one thing wrong, and all else right.
func (a *authority) certificate(kind string) (tls.Certificate, error) {
	issued := time.Now()
	if kind == expired {
		issued = issued.Add(-2 * validity)
	}
	if kind == untrusted {
		stranger, err := newAuthority()
		if err != nil {
			return tls.Certificate{}, err
		}
		a = stranger
	}
	template, err := certificateFor(pkix.Name{CommonName: "scimproof door"}, issued)
	if err != nil {
		return tls.Certificate{}, err
	}
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.DNSNames, template.IPAddresses = []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if kind == wrongHost {
		template.DNSNames, template.IPAddresses = []string{elsewhere}, nil
	}
	return a.sign(template)
}

func (a *authority) sign(template *x509.Certificate) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making the key of a door: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate509, key.Public(), a.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making the certificate of a door: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

func certificateFor(name pkix.Name, issued time.Time) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("making a serial number: %w", err)
	}
	return &x509.Certificate{
		SerialNumber: serial, Subject: name, NotBefore: issued.Add(-time.Hour), NotAfter: issued.Add(validity),
	}, nil
}
